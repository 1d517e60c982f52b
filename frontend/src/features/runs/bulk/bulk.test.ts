import { expect, test } from 'vitest'
import type { BulkRead } from '@/shared/api/types'
import { bulkOrder, countWords, isUnderWay, shareOf } from './bulk'

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

const ALL = { status: [], trigger: [], run_ids: [] }
const TEXTS = { node: ' charge ', version: '7', reason: 'wrong shop' }

test('a retry and a fork go on with a version, and nothing else is asked for in vain', () => {
  expect(bulkOrder('retry', ALL, TEXTS).order).toEqual({ action: 'retry', filter: ALL, version: 7 })
  expect(bulkOrder('fork', ALL, TEXTS).order).toEqual({
    action: 'fork',
    filter: ALL,
    node_id: 'charge',
    version: 7,
  })
  expect(bulkOrder('terminate', ALL, TEXTS).order).toEqual({
    action: 'terminate',
    filter: ALL,
    reason: 'wrong shop',
  })
  expect(bulkOrder('retry', ALL, { ...TEXTS, version: '' })).toEqual({
    order: { action: 'retry', filter: ALL },
    isReady: true,
  })
})

test('a version that is none, and a fork at no step, can’t be asked for', () => {
  for (const version of ['0', '1.5', 'v2', '-1', '9'.repeat(20)]) {
    expect(bulkOrder('retry', ALL, { ...TEXTS, version }).isReady).toBe(false)
  }
  expect(bulkOrder('fork', ALL, { ...TEXTS, node: ' ' }).isReady).toBe(false)
  expect(bulkOrder('pause', ALL, { ...TEXTS, node: '', version: 'x' }).isReady).toBe(true)
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
