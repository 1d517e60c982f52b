/** Starting test runs. */
import { QueryClient } from '@tanstack/react-query'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { catalog } from '../../../tests/node-types'
import { theirsOf } from './api'
import { Autosave } from './autosave'
import { Editor } from './editor'
import { createEditorStore } from './store'
import { Trials } from './trials'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const part = { mode: 'only', node_id: 'call' } as const

function open() {
  const graph = { nodes: [{ id: 'call', type: 'http.request' }], edges: [] }
  const autosave = new Autosave({
    revision: 3,
    graph,
    save: () => Promise.reject(new Error('Nothing has changed.')),
    onSaved: () => {},
    readTheirs: theirsOf,
  })
  const store = createEditorStore(graph, [])
  const editor = new Editor({ workflowId: 'w', catalog, store, autosave })
  return { editor, trials: new Trials(editor, new QueryClient()) }
}

test('pressed again while it is being started, a part runs once; afterwards again', async () => {
  const started = vi.fn()
  server.use(
    http.get('*/api/v1/runs', () => HttpResponse.json({ items: [] })),
    http.post('*/api/v1/workflows/w/test-runs', () => {
      started()
      return HttpResponse.json({ id: `r${started.mock.calls.length}` })
    }),
  )
  const { editor, trials } = open()

  await Promise.all([trials.runPart(part), trials.runPart(part), trials.runPart(part)])
  expect(started).toHaveBeenCalledOnce()
  expect(editor.store.getState().runId).toBe('r1')

  await trials.runPart(part)
  expect(started).toHaveBeenCalledTimes(2)
})

test('a start that failed does not stand in the way of the next', async () => {
  const tried = vi.fn()
  server.use(
    http.get('*/api/v1/runs', () => HttpResponse.json({ items: [] })),
    http.post('*/api/v1/workflows/w/test-runs', () => {
      tried()
      return new HttpResponse(null, { status: 500 })
    }),
  )
  const { trials } = open()

  await trials.runPart(part)
  await trials.runPart(part)

  expect(tried).toHaveBeenCalledTimes(2)
})
