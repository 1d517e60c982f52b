import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import type { ReactNode } from 'react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { addEvents, newRunStore } from '@/features/run-stream'
import type { RunEvent, RunRead, StepEvent } from '@/shared/api/types'
import { useLoops } from '../loops/use-loops'
import { ITEM, type TimelineNode } from '../timeline'
import { useItems, useWholeRun } from './use-items'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const node = (id: string, parent: string | null, type: string): TimelineNode => ({
  ...{ id, name: '', type, parent },
  maxAttempts: 1,
})
const NODES = [
  node('each', null, 'for_each'),
  node('price', 'each', 'set'),
  node('each__item', 'each', ITEM),
]
const SINCE = '2026-01-01T00:00:00Z'
const ROOT = { id: 'root', relation: null } as RunRead

const step = (nodeId: string, iteration: string, status: string): RunEvent => ({
  seq: 1,
  kind: 'step',
  run: null,
  step: {
    ...{ node_id: nodeId, iteration, attempt: 1, status, port: null, error: null, input: null },
    ...{ output: iteration, started_at: SINCE, finished_at: SINCE },
  } as StepEvent,
})

const itemAt = (iteration: string) => ({
  ...{ id: `item-${iteration}`, relation: 'item', status: 'succeeded' },
  ...{ parent_node_id: 'each__item', parent_iteration: iteration },
})

const message = (event: object) => `id: 1\nevent: any\ndata: ${JSON.stringify(event)}\n\n`

const EVENTS = http.get('*/api/v1/runs/item-:iteration/events', ({ params }) => {
  const iteration = String(params.iteration)
  const run = { seq: 2, kind: 'run', step: null, run: itemAt(iteration) }
  const text = message(step('price', iteration, 'succeeded')) + message(run)
  return new HttpResponse(text, { headers: { 'content-type': 'text/event-stream' } })
})

const TWO_ITEMS = [step('each__item', '0', 'succeeded'), step('each__item', '1', 'failed')]

function shown(nodes = NODES, events = TWO_ITEMS) {
  const store = newRunStore()
  store.setState((state) => addEvents(state, events))
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  return renderHook(
    () => {
      const whole = useWholeRun(store)
      const loops = useLoops(nodes, whole.store, undefined)
      return { loops, whole, items: useItems(ROOT, nodes, loops, whole) }
    },
    { wrapper },
  ).result
}

test('the steps of the item that failed are shown, and of another one that is picked', async () => {
  const asked: string[] = []
  server.use(
    http.get('*/api/v1/runs', ({ request }) => {
      const { searchParams } = new URL(request.url)
      asked.push(searchParams.toString())
      const fork = { id: 'fork', relation: 'fork' }
      return HttpResponse.json({
        items: [fork, itemAt(searchParams.get('parent_iteration') ?? '')],
      })
    }),
    EVENTS,
  )
  const page = shown()
  const price = () => page.current.loops.store.getState().nodes.price

  await expect.poll(() => price()?.newest.output).toBe('1')
  expect(price()?.item?.run.id).toBe('item-1')
  expect(page.current.items[0]?.isLoading).toBe(false)
  act(() => page.current.loops.pick({ each: 0 }))
  await expect.poll(() => price()?.newest.output).toBe('0')
  expect(page.current.whole.store.getState().steps['price@1']).toBeUndefined()
  expect(page.current.loops.loops).toMatchObject([{ count: 2, shown: 0, failed: [1] }])
  expect(asked[0]).toContain('parent_run_id=root&parent_node_id=each__item&parent_iteration=1')
})

test('that the run of an item can not be read is told, and it is asked for again', async () => {
  server.use(
    http.get('*/api/v1/runs', () => HttpResponse.json({ title: 'No' }, { status: 500 }), {
      once: true,
    }),
    http.get('*/api/v1/runs', () => HttpResponse.json({ items: [] })),
  )
  const page = shown()
  await expect.poll(() => page.current.items[0]?.error).toMatchObject({ status: 500 })
  expect(page.current.items[0]).toMatchObject({ run: undefined, isLoading: true })

  act(() => page.current.items[0]?.retry())
  await expect.poll(() => page.current.items[0]?.run).toBeNull()
  expect(page.current.items[0]?.isLoading).toBe(false)
})

test('of many items that go on, as many are followed as leave the page its connections', async () => {
  const loops = ['a', 'b', 'c', 'd']
  const nodes = loops.flatMap((id) => [node(id, null, 'for_each'), node(`${id}__item`, id, ITEM)])
  const following: string[] = []
  server.use(
    http.get('*/api/v1/runs', ({ request }) => {
      const id = new URL(request.url).searchParams.get('parent_node_id')
      return HttpResponse.json({ items: [{ id, relation: 'item', status: 'running' }] })
    }),
    http.get('*/api/v1/runs/:id/events', ({ params }) => {
      following.push(String(params.id))
      return new HttpResponse(new ReadableStream(), {
        headers: { 'content-type': 'text/event-stream' },
      })
    }),
  )
  const page = shown(
    nodes,
    loops.map((id) => step(`${id}__item`, '0', 'waiting')),
  )

  await expect.poll(() => page.current.items.map(({ run }) => Boolean(run))).not.toContain(false)
  expect(page.current.items.map(({ isFollowed }) => isFollowed)).toEqual([true, true, true, false])
  await expect.poll(() => following.toSorted()).toEqual(['a__item', 'b__item', 'c__item'])
})
