import { renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { findShortcut, listenForShortcuts, type Shortcut, useShortcuts } from './shortcuts'

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

test('a key that is held acts once, and the browser never; only what says so goes on', () => {
  const start = vi.fn()
  const undo = vi.fn()
  const shortcuts = [
    shortcut('R', 'start', { run: start }),
    shortcut('Mod+Z', 'undo', { run: undo, repeats: true }),
  ]
  renderHook(() => useShortcuts('Page', shortcuts))
  const stop = listenForShortcuts()
  const press = (init: KeyboardEventInit) => {
    const event = new KeyboardEvent('keydown', { cancelable: true, ...init })
    window.dispatchEvent(event)
    return event.defaultPrevented
  }

  for (const repeat of [false, true, true]) {
    expect(press({ key: 'r', repeat })).toBe(true)
    expect(press({ key: 'z', ctrlKey: true, repeat })).toBe(true)
  }
  stop()

  expect(start).toHaveBeenCalledOnce()
  expect(undo).toHaveBeenCalledTimes(3)
})
