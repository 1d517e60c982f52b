import { expect, test } from 'vitest'
import { actionWords, filterQuery, readAuditFilters, whoDid } from './audit-text'

test('an action reads as what was done to what', () => {
  expect(actionWords('api_key.revoke')).toBe('API key: revoke')
  expect(actionWords('run.retry_step')).toBe('run: retry step')
  expect(actionWords('moon.land')).toBe('moon: land')
})

test('who did it is a person, or Noria itself', () => {
  expect(whoDid({ account: { id: '1', email: 'ada@noria.example', name: '' } })).toBe(
    'ada@noria.example',
  )
  expect(whoDid({ account: null })).toBe('Noria')
})

test('a span of days holds its last day', () => {
  const { since = '', until = '' } = filterQuery({ from: '2026-11-20', to: '2026-11-21' })

  expect(Date.parse(until) - Date.parse(since)).toBe(2 * 86_400_000)
  expect(filterQuery({ from: 'soon', action: ' ' })).toEqual({})
})

test('an address says what is looked for, and nonsense in it nothing', () => {
  const filters = readAuditFilters({
    person: 'ada',
    type: 'run',
    action: 'run.cancel',
    result: 'done',
    from: '2026-11-20',
    to: 'soon',
  })

  expect(filterQuery(filters)).toMatchObject({
    target_type: 'run',
    action: 'run.cancel',
    result: 'done',
  })
  expect([filters.person, filters.to]).toEqual([undefined, undefined])
  expect(readAuditFilters(filters)).toEqual(filters)
})
