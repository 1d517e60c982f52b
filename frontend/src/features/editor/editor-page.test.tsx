import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { meQuery } from '@/shared/api/me'
import type { MeRead, WorkflowRead } from '@/shared/api/types'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { catalogQuery, workflowQuery } from './api'
import { NodeCatalog } from './document/catalog'
import { EditorPage } from './editor-page'

const workflow = {
  id: 'w',
  name: 'Orders',
  level: 'edit',
  latest_version: null,
  problems: [],
  draft: {
    revision: 3,
    graph: {
      nodes: [{ id: 'a', type: 'set', name: 'First', position: { x: 0, y: 0 } }],
      edges: [],
    },
  },
} as unknown as WorkflowRead

let isWide = true
const widths = new Set<() => void>()
function widen(next: boolean) {
  isWide = next
  act(() => {
    for (const changed of widths) changed()
  })
}

beforeEach(() => {
  isWide = true
  vi.stubGlobal('matchMedia', () => ({
    get matches() {
      return isWide
    },
    addEventListener: (_: string, changed: () => void) => widths.add(changed),
    removeEventListener: (_: string, changed: () => void) => widths.delete(changed),
  }))
  vi.stubGlobal('scrollTo', () => {})
  // Only saves are answered.
  vi.stubGlobal('fetch', async ({ method }: Request) =>
    method === 'PUT' ? Response.json({ revision: 4, problems: [] }) : new Promise(() => {}),
  )
  vi.stubGlobal(
    'WebSocket',
    class {
      close() {}
      send() {}
    },
  )
})
afterEach(() => vi.unstubAllGlobals())

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  client.setQueryData(meQuery.queryKey, { permissions: ['edit', 'run'] } as unknown as MeRead)
  client.setQueryData(workflowQuery('w').queryKey, workflow)
  client.setQueryData(catalogQuery.queryKey, new NodeCatalog([]))
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <EditorPage workflowId="w" /> }),
    history: createMemoryHistory(),
  })
  render(
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <RouterProvider router={router as never} />
      </TooltipProvider>
    </QueryClientProvider>,
  )
}

test('a window that narrows for a while keeps the document, its history and what is chosen', async () => {
  show()
  await userEvent.click(await screen.findByRole('treeitem', { name: /First/ }))
  const name = () => screen.getByRole('textbox', { name: 'Name of the step' })
  fireEvent.change(name(), { target: { value: 'Renamed' } })

  widen(false)
  expect(await screen.findByText(/on a screen at least 900 px wide/)).toBeVisible()
  expect(screen.queryByRole('textbox', { name: 'Name of the step' })).toBeNull()

  widen(true)
  expect(name()).toHaveValue('Renamed')
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(name()).toHaveValue('First')
  // What is left unsaved would be asked about in the tests to come.
  await waitFor(() => expect(document.querySelector('[data-save="saved"]')).toBeVisible())
})
