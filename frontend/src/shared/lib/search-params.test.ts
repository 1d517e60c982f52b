import { expect, test } from 'vitest'
import { readFlag, readOne, readSome, readText, readUuid } from './search-params'

test('a flag takes its own answer again', () => {
  expect([true, 1, '1', 'true'].map(readFlag)).toEqual([true, true, true, true])
  expect([false, 0, '', undefined, {}].map(readFlag)).toEqual(Array(5).fill(undefined))
})

test('text is trimmed and cut, and a number is text', () => {
  expect(readText('  order ', 3)).toBe('ord')
  expect(readText(42, 10)).toBe('42')
  expect(readText('   ', 10)).toBeUndefined()
  expect(readText(['a'], 10)).toBeUndefined()
})

test('of a list only what is known is kept, in the known order', () => {
  const known = ['running', 'failed'] as const

  expect(readSome(['failed', 'odd', 'running'], known)).toEqual(['running', 'failed'])
  expect(readSome('failed', known)).toEqual(['failed'])
  expect(readSome([], known)).toBeUndefined()
  expect(readOne('odd', known)).toBeUndefined()
})

test('an id that is none is left out', () => {
  expect(readUuid('01a1fc98-1e40-79a0-8243-55369d5f6d1e')).toBe(
    '01a1fc98-1e40-79a0-8243-55369d5f6d1e',
  )
  expect(readUuid('nope')).toBeUndefined()
})
