import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holdTyping } from './typed-ahead'

const written = vi.fn()
let end = () => {}

const press = (key: string, options: KeyboardEventInit = {}) =>
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }),
  )

function showField() {
  const field = document.createElement('input')
  document.body.append(field)
  field.focus()
  return field
}

beforeEach(() => {
  document.body.replaceChildren()
  written.mockClear()
  // jsdom has no editing commands.
  document.execCommand = (_command, _ui, text) => Boolean(written(text)) || true
  end = holdTyping()
})

afterEach(() => end())

test('what is typed before the field has come is written into it', () => {
  expect(press('o')).toBe(false)
  press('k')
  showField()

  expect(written.mock.calls).toEqual([['ok']])
  expect(press('!')).toBe(true)
})

test('a field that comes first gets its keys itself', () => {
  showField()

  expect(press('o')).toBe(true)
  expect(written).not.toHaveBeenCalled()
})

test('Escape gives the keyboard back', () => {
  press('o')
  press('Escape')
  showField()

  expect(written).not.toHaveBeenCalled()
  expect(press('k')).toBe(true)
})
