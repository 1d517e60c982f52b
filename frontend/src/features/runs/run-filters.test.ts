import { expect, test } from 'vitest'
import { bulkFilter } from './bulk/bulk-filter'
import { filtersSet, hasFilters, readRunFilters } from './run-filters'

test('reading what was read changes nothing', () => {
  const once = readRunFilters({ status: 'failed', search: 42, workflow: 'nope', other: 1 })

  expect(filtersSet(once)).toEqual({ status: ['failed'], search: '42' })
  expect(readRunFilters(once)).toEqual(once)
})

test('a span is the time between two moments, and what is none is left out', () => {
  const since = '2026-11-20T12:00:00.250Z'
  const filters = readRunFilters({ since: '2026-11-20T13:00:00.250999+01:00', until: 'noon' })

  expect(filters).toMatchObject({ since, until: undefined })
  expect(readRunFilters(filters)).toEqual(filters)
  expect(bulkFilter({ ...filters, within: '1h', until: since }, null)).toMatchObject({
    since,
    until: since,
  })
})

test('no filter is no filter', () => {
  expect(hasFilters(readRunFilters({ status: ['odd'], search: ' ' }))).toBe(false)
  expect(hasFilters(readRunFilters({ search: 'order' }))).toBe(true)
  expect(hasFilters(readRunFilters({ key: 'order-4711' }))).toBe(true)
})

test('a bulk action is for the chosen runs alone, or for all that the filters show', () => {
  const filters = readRunFilters({
    status: 'failed',
    key: 'order-4711',
    failed_type: 'set',
    took_at_least_s: '2.5',
  })

  expect(bulkFilter(filters, new Set(['a', 'b']))).toEqual({
    status: [],
    trigger: [],
    run_ids: ['a', 'b'],
  })
  expect(bulkFilter(filters, null)).toMatchObject({
    status: ['failed'],
    key: 'order-4711',
    failed_type: 'set',
    took_at_least_s: 2.5,
  })
})

test('only a time that a run can take is one', () => {
  for (const took_at_least_s of ['-1', '0', 'x', '1e12', true, null, [], {}]) {
    expect(readRunFilters({ took_at_least_s }).took_at_least_s).toBeUndefined()
  }
})

test('a time before now is to the minute, so that the list asks for the same', () => {
  const noon = Date.parse('2026-11-21T12:00:31.500Z')
  const filters = readRunFilters({ within: '24h', version: '3', trigger: ['webhook', 'odd'] })

  expect(bulkFilter(filters, null, noon)).toMatchObject({
    since: '2026-11-20T12:00:00.000Z',
    version: 3,
    trigger: ['webhook'],
  })
  expect(readRunFilters({ within: '2h', version: 'x' })).toEqual(readRunFilters({}))
})
