import { expect, test } from 'vitest'
import { findShortcut, type Shortcut } from './shortcuts'

const shortcut = (keys: string, label: string, rest: Partial<Shortcut> = {}): Shortcut => ({
  keys,
  label,
  run: () => {},
  ...rest,
})

const GROUPS = [
  {
    name: 'Everywhere',
    shortcuts: [
      shortcut('C', 'shell'),
      shortcut('Mod+K', 'palette', { inFields: true }),
      shortcut('Mod+D', 'duplicate'),
    ],
  },
  { name: 'Page', shortcuts: [shortcut('C', 'page')] },
]

function pressed(key: string, options: KeyboardEventInit = {}, on: Element = document.body) {
  let found: Shortcut | undefined
  const listen = (event: Event) => {
    found = findShortcut(event as KeyboardEvent, { groups: GROUPS, singleKeys: true })
  }
  document.body.append(on)
  on.addEventListener('keydown', listen)
  on.dispatchEvent(new KeyboardEvent('keydown', { key, ...options }))
  on.removeEventListener('keydown', listen)
  return found?.label
}

test('the newest group wins', () => {
  expect(pressed('c', {}, document.createElement('div'))).toBe('page')
})

test('a text field keeps its keys, but for chords that say otherwise', () => {
  const field = document.createElement('input')

  expect(pressed('c', {}, field)).toBeUndefined()
  expect(pressed('d', { ctrlKey: true }, field)).toBeUndefined()
  expect(pressed('k', { ctrlKey: true }, field)).toBe('palette')
})

test('single keys can be switched off', () => {
  const event = new KeyboardEvent('keydown', { key: 'c' })

  expect(findShortcut(event, { groups: GROUPS, singleKeys: false })).toBeUndefined()
})
