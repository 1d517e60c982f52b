import { describe, expect, test } from 'vitest'
import { elapsedMs, formatAgo, formatBytes, formatDuration, formatList } from './format'

describe('formatDuration', () => {
  test.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1_000, '1.00 s'],
    [9_999, '10.00 s'],
    [59_990, '59.9 s'],
    [60_000, '1 min'],
    [192_000, '3 min 12 s'],
    [7_500_000, '2 h 5 min'],
    [273_600_000, '3 d 4 h'],
  ])('%d ms reads %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  test('a clock that runs backwards reads as nothing', () => {
    expect(formatDuration(-5)).toBe('0 ms')
  })
})

test('what goes on has lasted until now', () => {
  const start = '2026-01-01T00:00:00Z'
  const now = Date.parse(start) + 1_500

  expect(elapsedMs(start, null, now)).toBe(1_500)
  expect(elapsedMs(start, '2026-01-01T00:00:01Z', now)).toBe(1_000)
  expect(elapsedMs(null, null, now)).toBeNull()
})

test.each([
  [500, 'just now'],
  [4_000, '4 s ago'],
  [12 * 60_000, '12 min ago'],
  [5 * 3_600_000, '5 h ago'],
  [3 * 86_400_000, '3 d ago'],
])('an age of %d ms reads %s', (age, text) => {
  const now = Date.parse('2026-01-10T00:00:00Z')

  expect(formatAgo(new Date(now - age).toISOString(), now)).toBe(text)
})

test('sizes count in steps of 1,024', () => {
  expect([812, 65_536, 1_258_291].map(formatBytes)).toEqual(['812 B', '64.0 KB', '1.2 MB'])
})

test('a list ends with “and”', () => {
  expect(formatList(['a', 'b', 'c'])).toBe('a, b, and c')
})
