import { expect, test } from 'vitest'
import { ApiError } from '@/shared/api/error'
import { firstAnswer, formFaults, hasFields, whoMayAnswer } from './answer'

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
    problems: [
      problem('/data/amount', 'Too much.'),
      problem('/data', 'The input is wrong: "reason" is a required property.'),
      problem('/comment', 'Too long.'),
    ],
  })

  const faults = formFaults(error)

  expect([...faults.byField.keys()]).toEqual(['/amount', '/reason'])
  expect(faults.byField.get('/amount')?.[0]?.message).toBe('Too much.')
  expect(faults.hasOthers).toBe(true)
  expect(formFaults(new Error('lost'))).toMatchObject({ hasOthers: true })
  expect(formFaults(null)).toMatchObject({ hasOthers: false })
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

test('a form begins with its own defaults, and answers nothing else', () => {
  const form = {
    type: 'object',
    properties: {
      amount: { type: 'number' },
      note: { type: 'string', examples: ['Never mind'] },
      urgent: { type: 'boolean' },
      days: { type: 'integer', default: 14 },
    },
  }

  expect(firstAnswer(form)).toEqual({ urgent: false, days: 14 })
  expect(firstAnswer(null)).toEqual({})
})
