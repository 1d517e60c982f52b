import { expect, test } from 'vitest'
import { STATUS_LOOKS, shownStatus } from './status'

test('a step under way past its first attempt is retrying', () => {
  expect(shownStatus('running', 2)).toBe('retrying')
  expect(shownStatus('running', 1)).toBe('running')
  expect(shownStatus('succeeded', 3)).toBe('succeeded')
})

test('only failed is filled, so that it stands out without colour', () => {
  const filled = Object.entries(STATUS_LOOKS).filter(([, look]) => look.shape === 'filled')

  expect(filled.map(([status]) => status)).toEqual(['failed'])
})

test('every status has a word of its own', () => {
  const words = Object.values(STATUS_LOOKS).map((look) => look.word)

  expect(new Set(words).size).toBe(words.length)
})
