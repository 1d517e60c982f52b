import { expect, test } from 'vitest'
import { hasFilters, readRunFilters } from './run-filters'

test('reading what was read changes nothing', () => {
  const once = readRunFilters({ status: 'failed', search: 42, workflow: 'nope', other: 1 })

  expect(once).toEqual({ status: ['failed'], search: '42', workflow: undefined })
  expect(readRunFilters(once)).toEqual(once)
})

test('no filter is no filter', () => {
  expect(hasFilters(readRunFilters({ status: ['odd'], search: ' ' }))).toBe(false)
  expect(hasFilters(readRunFilters({ search: 'order' }))).toBe(true)
})
