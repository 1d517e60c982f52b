import { expect, test } from 'vitest'
import type { BulkRead } from '@/shared/api/types'
import { countWords, isUnderWay, shareOf } from './bulk'

const bulk = (facts: Partial<BulkRead>): BulkRead => ({
  id: 'b',
  action: 'cancel',
  status: 'running',
  total: 10,
  done: 0,
  refused: 0,
  refusals: [],
  created_at: '2026-01-01T00:00:00Z',
  finished_at: null,
  ...facts,
})

test('what a bulk action would be done to is counted by status', () => {
  expect(countWords({ count: 1200, by_status: { failed: 1199, cancelled: 1 } })).toBe(
    '1,200 runs: 1,199 failed, 1 cancelled',
  )
  expect(countWords({ count: 0, by_status: {} })).toBe('0 runs')
})

test('refused runs are dealt with too, and none at all is all of them', () => {
  expect(shareOf(bulk({ done: 4, refused: 1 }))).toBe(0.5)
  expect(shareOf(bulk({ total: 0 }))).toBe(1)
})

test('one that was stopped is not under way', () => {
  expect(isUnderWay(bulk({}))).toBe(true)
  expect(isUnderWay(bulk({ status: 'cancelled' }))).toBe(false)
  expect(isUnderWay(bulk({ finished_at: '2026-01-01T00:00:01Z' }))).toBe(false)
})
