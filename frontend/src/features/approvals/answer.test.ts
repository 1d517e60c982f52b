import { expect, test } from 'vitest'
import { ApiError } from '@/shared/api/error'
import { formFaults, hasFields, whoMayAnswer } from './answer'

test('what the server says of a field stands at the field', () => {
  const problem = (field: string, message: string) => ({
    severity: 'error' as const,
    code: 'bad',
    message,
    field,
  })
  const error = new ApiError({
    status: 422,
    code: 'invalid',
    title: 'Not valid',
    detail: '',
    problems: [problem('/data/amount', 'Too much.'), problem('/comment', 'Too long.')],
  })

  const faults = formFaults(error)

  expect([...faults.keys()]).toEqual(['/amount'])
  expect(faults.get('/amount')?.[0]?.message).toBe('Too much.')
  expect(formFaults(new Error('lost')).size).toBe(0)
})

test('a schema without fields is answered as JSON', () => {
  expect(hasFields({ type: 'object', properties: { a: { type: 'string' } } })).toBe(true)
  expect(hasFields({ type: 'object' })).toBe(false)
  expect(hasFields({ type: 'array' })).toBe(false)
  expect(hasFields(null)).toBe(false)
})

test('no assignees means everybody', () => {
  expect(whoMayAnswer({ assignees: [] })).toContain('everybody')
  expect(whoMayAnswer({ assignees: ['a@x.example', 'b@x.example'] })).toBe(
    'a@x.example, b@x.example',
  )
})
