import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { TooltipProvider } from '@/shared/ui/tooltip'
import type { EditedGraph } from '../document/graph'
import type { Editor } from '../editor'
import { EditorContext } from '../editor-context'
import { createEditorStore, travel } from '../store'
import { ConflictDialog } from './conflict-dialog'

const base: EditedGraph = { nodes: [{ id: 'a', type: 'set' }], edges: [] }
const mine = { ...base, notes: [{ id: 'note', text: 'Mine' }] }
const theirs = { ...base, notes: [{ id: 'note', text: 'Theirs' }] }

function show() {
  const store = createEditorStore(mine, [])
  const keepMine = vi.fn()
  const editor = { store, autosave: { keepMine }, catalog: { of: () => undefined } }
  render(
    <TooltipProvider>
      <EditorContext value={editor as unknown as Editor}>
        <ConflictDialog base={base} theirs={{ graph: theirs, revision: 8 }} />
      </EditorContext>
    </TooltipProvider>,
  )
  return { store, keepMine }
}

test('a note that both wrote is listed', () => {
  show()

  expect(screen.getByRole('list', { name: 'What differs' })).toHaveTextContent(
    'Note “Mine”both of you changed it; both are kept',
  )
})

test.each([
  ['Keep mine', ['Mine']],
  ['Merge', ['Mine', 'Theirs']],
])('after %s, undo brings back the other draft, then mine', async (button, kept) => {
  const { store, keepMine } = show()

  await userEvent.click(screen.getByRole('button', { name: button }))

  const { graph } = store.getState()
  expect(graph.notes?.map(({ text }) => text)).toEqual(kept)
  expect(keepMine).toHaveBeenCalledExactlyOnceWith(graph)
  travel(store, 'undo')
  expect(store.getState().graph).toBe(theirs)
  travel(store, 'undo')
  expect(store.getState().graph).toBe(mine)
})
