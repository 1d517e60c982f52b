import { afterEach, expect, test, vi } from 'vitest'
import { askAhead, readWorkflow } from './workflow-ahead'

afterEach(() => vi.unstubAllGlobals())

/** Answers with how many were asked before, and for what. */
function countAsked() {
  let asked = 0
  vi.stubGlobal('fetch', async (request: Request) => {
    asked += 1
    return Response.json({ id: new URL(request.url).pathname.split('/').at(-1), asked })
  })
  return () => asked
}

test('what was asked for ahead is taken once, and then the server is asked again', async () => {
  const asked = countAsked()
  askAhead('w1')

  expect(await readWorkflow('w1')).toEqual({ id: 'w1', asked: 1 })
  expect(await readWorkflow('w1')).toEqual({ id: 'w1', asked: 2 })
  expect(asked()).toBe(2)
})

test('of another workflow nothing is taken, then or later', async () => {
  countAsked()
  askAhead('w1')

  expect(await readWorkflow('w2')).toMatchObject({ id: 'w2' })
  expect(await readWorkflow('w1')).toEqual({ id: 'w1', asked: 3 })
})

test('who takes it hears that it failed', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ title: 'Gone' }, { status: 404 }))
  askAhead('w1')

  await expect(readWorkflow('w1')).rejects.toThrow('Gone')
})
