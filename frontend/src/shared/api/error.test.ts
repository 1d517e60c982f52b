import { expect, test } from 'vitest'
import { ApiError, connectionError, errorFromResponse, errorText } from './error'
import { isWorthRetrying } from './query-client'

const problem = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })

test('a problem document is read whole', async () => {
  const problems = [{ severity: 'error', code: 'cycle', message: 'A cycle.' }]

  const error = await errorFromResponse(
    problem(409, {
      title: 'Late',
      detail: 'Load again.',
      code: 'conflict',
      problems,
      theirs: { revision: 4 },
    }),
  )

  expect(error).toMatchObject({
    status: 409,
    title: 'Late',
    detail: 'Load again.',
    code: 'conflict',
  })
  expect(error.problems).toEqual(problems)
  expect(error.body.theirs).toEqual({ revision: 4 })
})

test("a proxy's page becomes a plain sentence", async () => {
  const page = new Response('<html>Bad gateway</html>', { status: 502 })

  const error = await errorFromResponse(page)

  expect(errorText(error)).toEqual({
    title: 'Noria is starting or not reachable',
    detail: '',
    code: 'http_502',
  })
})

test('a rate limit says when to come back', async () => {
  const error = await errorFromResponse(
    problem(429, { title: 'Too many', detail: 'Slow down.', code: 'c' }, { 'retry-after': '12' }),
  )

  expect(errorText(error).detail).toBe('Slow down. Try again in 12 s.')
})

test('broken JSON and odd bodies are no error of their own', async () => {
  const headers = { 'content-type': 'application/json' }

  expect((await errorFromResponse(new Response('{', { status: 500, headers }))).code).toBe(
    'http_500',
  )
  expect((await errorFromResponse(new Response('[1]', { status: 500, headers }))).code).toBe(
    'http_500',
  )
})

test('anything thrown has a text', () => {
  expect(errorText(new RangeError('too far')).detail).toBe('too far')
  expect(errorText('odd').detail).toBe('odd')
})

test('only what may go away by itself is tried again, twice', () => {
  const refused = new ApiError({ status: 404, code: 'not_found', title: '', detail: '' })

  expect(isWorthRetrying(0, connectionError())).toBe(true)
  expect(isWorthRetrying(2, connectionError())).toBe(false)
  expect(isWorthRetrying(0, refused)).toBe(false)
  expect(isWorthRetrying(0, new Error('a bug'))).toBe(false)
})
