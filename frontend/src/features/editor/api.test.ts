import { afterEach, expect, test, vi } from 'vitest'
import { pauseRun, resumeRun, startRun, startTestRun, stepRun } from './api'

afterEach(() => vi.unstubAllGlobals())

const ACTS = {
  pause: () => pauseRun('r'),
  resume: () => resumeRun('r'),
  step: () => stepRun('r'),
  run: () => startRun('w', { input: {}, version: null, revision: 4, breakpoints: [], key: null }),
  test: () =>
    startTestRun(
      'w',
      { mode: 'only', node_id: 'a', input: {}, pins: {}, run_id: null, breakpoints: [] },
      4,
    ),
}

test('a run is about its key, and about nothing where none is given', async () => {
  const bodies: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    bodies.push(await request.json())
    return Response.json({})
  })
  const run = { input: {}, version: 3, revision: null, breakpoints: [] }

  await startRun('w', { ...run, key: { key: 'order-4711', key_policy: 'queue' } })
  await startRun('w', { ...run, key: null })

  const plain = { input: {}, version: 3, breakpoints: [], draft: false }
  expect(bodies).toEqual([{ ...plain, key: 'order-4711', key_policy: 'queue' }, plain])
})

test.each(Object.entries(ACTS))('to %s is sent with a key of its own', async (_, act) => {
  const keys: (string | null)[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    keys.push(request.headers.get('idempotency-key'))
    return Response.json({})
  })

  await act()
  await act()

  const [first, second] = keys.slice(-2)
  expect(first).toMatch(/^[0-9a-f-]{36}$/)
  expect(second).toMatch(/^[0-9a-f-]{36}$/)
  expect(second).not.toBe(first)
})
