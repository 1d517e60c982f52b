import { expect, test } from 'vitest'
import { bulkFilter, hasFilters, readRunFilters } from './run-filters'

test('reading what was read changes nothing', () => {
  const once = readRunFilters({ status: 'failed', search: 42, workflow: 'nope', other: 1 })

  expect(once).toEqual({ status: ['failed'], search: '42', workflow: undefined, key: undefined })
  expect(readRunFilters(once)).toEqual(once)
})

test('no filter is no filter', () => {
  expect(hasFilters(readRunFilters({ status: ['odd'], search: ' ' }))).toBe(false)
  expect(hasFilters(readRunFilters({ search: 'order' }))).toBe(true)
  expect(hasFilters(readRunFilters({ key: 'order-4711' }))).toBe(true)
})

test('a bulk action is for the chosen runs alone, or for all that the filters show', () => {
  const filters = readRunFilters({ status: 'failed', key: 'order-4711' })

  expect(bulkFilter(filters, new Set(['a', 'b']))).toEqual({ status: [], run_ids: ['a', 'b'] })
  expect(bulkFilter(filters, null)).toMatchObject({ status: ['failed'], key: 'order-4711' })
})
