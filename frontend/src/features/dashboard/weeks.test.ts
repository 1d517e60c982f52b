import { expect, test } from 'vitest'
import type { DayRead } from '@/shared/api/types'
import { firstDay, weeksOf } from './weeks'

const day = (name: string, facts: Partial<DayRead> = {}): DayRead => ({
  day: name,
  started: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  mean_s: null,
  ...facts,
})

test('seven days are a week, and the last day counts to its end', () => {
  const days = Array.from({ length: 8 }, (_, at) => day(`2026-03-0${at + 1}`, { succeeded: 1 }))
  days[7] = day('2026-03-08', { failed: 2, cancelled: 3 })

  expect(weeksOf(days)).toEqual({
    buckets: [
      { at: '2026-03-01T00:00:00.000Z', succeeded: 7, failed: 0, other: 0 },
      { at: '2026-03-08T00:00:00.000Z', succeeded: 0, failed: 2, other: 3 },
    ],
    until: '2026-03-09T00:00:00.000Z',
  })
})

test('a year is 52 weeks, of which the last ends today', () => {
  const now = Date.parse('2026-11-23T07:00:00Z')
  const days = (now - Date.parse(firstDay(now))) / 86_400_000

  expect(Math.floor(days) + 1).toBe(7 * 52)
})

test('without days there are no weeks', () => {
  expect(weeksOf([])).toEqual({ buckets: [], until: '' })
})
