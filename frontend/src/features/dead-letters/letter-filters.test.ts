import { expect, test } from 'vitest'
import { conditionsOf, nodeIdOf } from './dead-letters-queries'
import { readLetterFilters } from './letter-filters'

test('what narrows the list narrows what is discarded with it', () => {
  const filters = readLetterFilters({ node: 'charge', from: '2026-11-20', to: '2026-11-21' })
  const asked = conditionsOf(filters)

  expect(asked.node_id).toBe('charge')
  expect(asked.since).toBe(new Date('2026-11-20T00:00:00').toISOString())
  expect(asked.until).toBe(new Date('2026-11-22T00:00:00').toISOString())
  expect(Object.values(conditionsOf({}))).toEqual([null, null, null, null, null])
})

test('a node is found by its name too, and what the URL says is read the same again', () => {
  expect(nodeIdOf('Work out totals')).toBe('work_out_totals')
  expect(nodeIdOf(' 2nd try!')).toBe('nd_try_')
  const once = readLetterFilters({ node: 'Work Out!', from: 'soon', status: 'odd' })

  expect(once).toEqual({ node: 'Work Out!' })
  expect(conditionsOf(once).node_id).toBe('work_out_')
  expect(readLetterFilters(once)).toEqual(once)
})
