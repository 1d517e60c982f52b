import { expect, test, vi } from 'vitest'
import { ApiError } from './error'
import { Session } from './session'

const json = (body: object, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

/** A server that takes `valid` as the token and hands out the next of `tokens` at each refresh. */
class FakeServer {
  valid = ''
  refreshes = 0
  seen: string[] = []
  refreshStatus = 200

  fetch = async (request: Request): Promise<Response> => {
    await Promise.resolve()
    const path = new URL(request.url).pathname
    if (path.endsWith('/sign-in') || path.endsWith('/refresh')) return this.#issue(path)
    if (path.endsWith('/sign-out')) return new Response(null, { status: 204 })
    const token = request.headers.get('authorization') ?? ''
    this.seen.push(`${token} ${await request.text()}`.trim())
    return token === `Bearer ${this.valid}` ? json({}) : json({ code: 'unauthenticated' }, 401)
  }

  #issue(path: string): Response {
    if (path.endsWith('/refresh')) this.refreshes += 1
    if (this.refreshStatus !== 200) return json({ code: 'refused' }, this.refreshStatus)
    this.valid = `token-${this.refreshes}`
    return json({ access_token: this.valid })
  }
}

const call = (body?: string) =>
  new Request('http://localhost/api/v1/runs', body ? { method: 'POST', body } : {})

test('an expired token is renewed and the request is sent again with its body', async () => {
  const server = new FakeServer()
  const session = new Session(server.fetch)
  await session.signIn('ada@example.org', 'secret')
  server.valid = 'expired meanwhile'

  const response = await session.send(call('{"a":1}'))

  expect(response.status).toBe(200)
  expect(server.seen).toEqual(['Bearer token-0 {"a":1}', 'Bearer token-1 {"a":1}'])
})

test('many requests share one refresh', async () => {
  const server = new FakeServer()
  const session = new Session(server.fetch)

  const responses = await Promise.all([1, 2, 3, 4, 5].map(() => session.send(call())))

  expect(responses.map((response) => response.status)).toEqual([200, 200, 200, 200, 200])
  expect(server.refreshes).toBe(1)
})

test('a refused refresh ends the session once and gives the 401', async () => {
  const server = new FakeServer()
  const session = new Session(server.fetch)
  await session.signIn('ada@example.org', 'secret')
  const ended = vi.fn()
  session.onEnd(ended)
  server.valid = 'revoked'
  server.refreshStatus = 401

  const response = await session.send(call())

  expect(response.status).toBe(401)
  expect(ended).toHaveBeenCalledTimes(1)
  expect(session.token).toBeNull()
})

test('a server in trouble does not end the session', async () => {
  const server = new FakeServer()
  const session = new Session(server.fetch)
  await session.signIn('ada@example.org', 'secret')
  const ended = vi.fn()
  session.onEnd(ended)
  server.valid = 'expired'
  server.refreshStatus = 503

  await expect(session.send(call())).rejects.toThrow(ApiError)

  expect(ended).not.toHaveBeenCalled()
})

test('no connection is an error of its own; an abort stays an abort', async () => {
  const offline = new Session(() => Promise.reject(new TypeError('Failed to fetch')))
  const aborted = new Session(() => Promise.reject(new DOMException('stop', 'AbortError')))

  await expect(offline.send(call())).rejects.toMatchObject({ status: 0, code: 'no_connection' })
  await expect(aborted.send(call())).rejects.toMatchObject({ name: 'AbortError' })
})

test('without a session there is nothing to restore', async () => {
  const server = new FakeServer()
  server.refreshStatus = 401

  expect(await new Session(server.fetch).restore()).toBe(false)
})

test('signing out forgets the token', async () => {
  const session = new Session(new FakeServer().fetch)
  await session.signIn('ada@example.org', 'secret')

  await session.signOut()

  expect(session.token).toBeNull()
})
