import { expect, test } from 'vitest'
import type { RunSummary } from '@/shared/api/types'
import { idsToFollow, mergedRows } from './run-rows'

const run = (minute: number, status = 'running') =>
  ({
    id: `r${minute}`,
    status,
    created_at: `2026-11-21T12:${String(minute).padStart(2, '0')}:00Z`,
    finished_at: status === 'running' ? null : '2026-11-21T13:00:00Z',
  }) as RunSummary

const ids = (runs: readonly RunSummary[] | null) => runs?.map(({ id, status }) => `${id} ${status}`)

test('new runs come on top, and known ones as they are now', () => {
  const loaded = [run(3), run(2), run(1)]

  expect(ids(mergedRows(loaded, [run(4), run(3, 'failed')], [run(1, 'failed')]))).toEqual([
    'r4 running',
    'r3 failed',
    'r2 running',
    'r1 failed',
  ])
  expect(mergedRows([], [run(4)], [])).toHaveLength(1)
  expect(mergedRows(loaded, [], [])).toEqual(loaded)
})

test('a gap between the newest and what was loaded is noticed', () => {
  expect(mergedRows([run(2), run(1)], [run(9), run(8)], [])).toBeNull()
  // What no longer fits the filter is gone from the newest, which is no gap.
  expect(mergedRows([run(5), run(1)], [run(3)], [])).toHaveLength(2)
})

test('only runs that go on, and that the newest do not cover, are asked for again', () => {
  expect(idsToFollow([run(4), run(3, 'failed'), run(2), run(1)], [run(4)])).toEqual(['r1', 'r2'])
})
