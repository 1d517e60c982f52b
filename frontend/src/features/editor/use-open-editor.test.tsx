import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { WorkflowRead } from '@/shared/api/types'
import { NodeCatalog } from './document/catalog'
import type { EditedGraph } from './document/graph'
import { commit } from './store'
import { useOpenEditor } from './use-open-editor'

type Sent = { graph: EditedGraph; revision: string | null }

const client = new QueryClient()
const catalog = new NodeCatalog([])
const graph = (id: string): EditedGraph => ({ nodes: [{ id, type: 'set' }], edges: [] })
const lost = () => Promise.reject(new TypeError('Failed to fetch'))
const refused = async () => Response.json({ title: 'No', code: 'no' }, { status: 403 })

/** Answers to the saves to come; after them each is stored as the next revision. */
const answers: (() => Promise<Response>)[] = []
const sent: Sent[] = []
let revision = 3

async function serve(request: Request): Promise<Response> {
  const answer = answers.shift()
  const body = await request.json()
  sent.push({ graph: body.graph, revision: request.headers.get('if-match') })
  if (answer) return answer()
  revision += 1
  return Response.json({ revision, problems: [] })
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', serve)
  vi.stubGlobal(
    'WebSocket',
    class {
      close() {}
    },
  )
  client.clear()
  answers.length = 0
  sent.length = 0
  revision = 3
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function open(read = 3, workflowId = 'w') {
  const facts = { id: workflowId, problems: [], draft: { revision: read } }
  const workflow = facts as unknown as WorkflowRead
  const { result, unmount } = renderHook(() => useOpenEditor(workflow, graph('read'), catalog), {
    wrapper: ({ children }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  })
  return { editor: result.current, leave: unmount }
}

const change = ({ editor }: ReturnType<typeof open>, id = 'mine') =>
  act(() => commit(editor.store, { graph: graph(id), label: 'Change' }))

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** Does the browser ask before the tab closes? */
function asks(): boolean {
  const event = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(event)
  return event.defaultPrevented
}

/** A page whose draft was changed, and that was left before it was saved. */
async function leave() {
  const page = open()
  change(page)
  page.leave()
  await pass(100)
  return page
}

test('the browser asks until what was changed is saved, on another page too', async () => {
  answers.push(lost)
  const page = open()
  expect(asks()).toBe(false)
  change(page)
  page.leave()

  await pass(100)
  expect(page.editor.autosave.state.getState().kind).toBe('offline')
  await pass(2_000)
  expect(sent).toHaveLength(2)
  expect(asks()).toBe(false)

  const again = open(4)
  answers.push(lost)
  change(again, 'more')
  again.leave()
  await pass(100)
  expect(asks()).toBe(true)
})

test('who comes back before it is saved goes on with what they had', async () => {
  let answer = () => {}
  answers.push(
    () =>
      new Promise((resolve) => {
        answer = () => resolve(Response.json({ revision: 4, problems: [] }))
      }),
  )
  const page = await leave()

  const again = open(3)
  expect(again.editor).toBe(page.editor)
  answer()
  await pass(100)
  change(again, 'more')
  await pass(1_000)

  expect(sent.at(-1)).toEqual({ graph: graph('more'), revision: '"4"' })
  expect(again.editor.store.getState().history.past).toHaveLength(2)
})

test('a draft that was read before the last save is not taken for the newest', async () => {
  const page = await leave()

  const late = open(3)
  expect(late.editor).toBe(page.editor)
  late.leave()

  expect(open(4).editor).not.toBe(page.editor)
  expect(open(3, 'other').editor).not.toBe(page.editor)
})

test('what was refused is sent again when the page is open again', async () => {
  answers.push(refused)
  const page = await leave()
  expect(page.editor.autosave.state.getState().kind).toBe('refused')

  open(3)
  await pass(100)

  expect(page.editor.autosave.state.getState().kind).toBe('saved')
  expect(asks()).toBe(false)
})

test('what one account left is forgotten when it signs out', async () => {
  answers.push(refused)
  const page = await leave()

  client.clear()

  expect(open(3).editor).not.toBe(page.editor)
})
