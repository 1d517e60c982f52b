import { expect, test } from 'vitest'
import { change, percent, successRate } from './shares'

test('a rate is of what ended, and never full while something failed', () => {
  expect(percent(successRate({ succeeded: 3, failed: 1 }))).toBe('75%')
  expect(percent(successRate({ succeeded: 99_999, failed: 1 }))).toBe('99.9%')
  expect(percent(successRate({ succeeded: 5, failed: 0 }))).toBe('100%')
  expect(percent(successRate({ succeeded: 0, failed: 0 }))).toBe('–')
})

test('a change needs something to compare with', () => {
  expect(change(12, 10)).toBe('+20%')
  expect(change(5, 10)).toBe('-50%')
  expect(change(10, 10)).toBe('as before')
  expect(change(10, 0)).toBe('')
})
