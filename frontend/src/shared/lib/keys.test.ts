import { expect, test } from 'vitest'
import { keyLabels, matchesChord } from './keys'

const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

test('a chord needs exactly its modifiers', () => {
  expect(matchesChord(press('k', { ctrlKey: true }), 'Mod+K')).toBe(true)
  expect(matchesChord(press('K', { ctrlKey: true, shiftKey: true }), 'Mod+K')).toBe(false)
  expect(matchesChord(press('k'), 'Mod+K')).toBe(false)
  expect(matchesChord(press('k', { ctrlKey: true }), 'K')).toBe(false)
})

test('a symbol fits however the layout makes it', () => {
  expect(matchesChord(press('?', { shiftKey: true }), '?')).toBe(true)
  expect(matchesChord(press('?'), '?')).toBe(true)
  expect(matchesChord(press('+', { shiftKey: true }), '+')).toBe(true)
})

test('named keys go by their short names', () => {
  expect(matchesChord(press('Escape'), 'Esc')).toBe(true)
  expect(matchesChord(press('ArrowLeft', { shiftKey: true }), 'Shift+ArrowLeft')).toBe(true)
})

test('labels are those on the keyboard', () => {
  expect(keyLabels('Mod+Shift+Z')).toEqual(['Ctrl', 'Shift', 'Z'])
  expect(keyLabels('Mod++')).toEqual(['Ctrl', '+'])
})
