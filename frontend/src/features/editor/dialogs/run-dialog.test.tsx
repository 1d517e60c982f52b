import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadFields } from '@/features/expression'
import type { JsonValue } from '@/shared/api/types'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { write } from '../../../../tests/written'
import type { Editor } from '../editor'
import { EditorContext } from '../editor-context'
import { createEditorStore } from '../store'
import type { Trials } from '../trials'
import { RunDialog } from './run-dialog'

// What was caught for it is never told.
beforeEach(() => vi.stubGlobal('fetch', () => new Promise(() => {})))
afterEach(() => {
  vi.unstubAllGlobals()
  localStorage.clear()
})

async function show(inputSchema: { [key: string]: JsonValue } | null) {
  await loadFields()
  const start = vi.fn(async () => {})
  const config = inputSchema ? { input_schema: inputSchema } : {}
  const graph = { nodes: [{ id: 'start', type: 'start', config }], edges: [] }
  const store = createEditorStore(graph, [])
  const editor = { workflowId: 'w', store, graph } as unknown as Editor
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <EditorContext value={editor}>
          <RunDialog
            liveVersion={null}
            part={null}
            trials={{ start } as unknown as Trials}
            onClose={() => {}}
          />
        </EditorContext>
      </TooltipProvider>
    </QueryClientProvider>,
  )
  return start
}

const run = () => userEvent.click(screen.getByRole('button', { name: 'Run' }))

test.each([
  ['all of the input', 'Input', null, (order: JsonValue) => order],
  [
    'one field of it',
    'Order',
    { type: 'object', properties: { order: { title: 'Order', 'x-ui': { widget: 'json' } } } },
    (order: JsonValue) => ({ order }),
  ],
] as const)(
  '%s as JSON: no run begins with what was there before',
  async (_, name, schema, inputOf) => {
    const start = await show(schema)
    const field = screen.getByRole('textbox', { name })
    write(field, '{"n": 1')

    await run()

    expect(start).not.toHaveBeenCalled()
    expect(field).toHaveFocus()
    expect(field).toBeInvalid()

    write(field, '{"n": 1}')
    await run()
    expect(start).toHaveBeenCalledExactlyOnceWith(inputOf({ n: 1 }), expect.anything())
  },
)

test('JSON that does not fit says so at the field', async () => {
  const start = await show({ type: 'object' })
  write(screen.getByRole('textbox', { name: 'Input' }), '5')

  await run()

  expect(start).not.toHaveBeenCalled()
  expect(screen.getByText(/Expected "object"/)).toBeVisible()
})
