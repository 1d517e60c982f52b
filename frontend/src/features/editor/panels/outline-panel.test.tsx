import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand'
import type { RunStore } from '@/features/run-stream'
import { NodeCatalog } from '../document/catalog'
import type { Editor } from '../editor'
import { EditorContext } from '../editor-context'
import { createEditorStore } from '../store'
import { OutlinePanel } from './outline-panel'

const node = (id: string, type: string, more: object = {}) => ({ id, type, ...more })
const graph = {
  nodes: [
    node('start', 'start', { name: 'Start' }),
    node('size', 'branch', {
      name: 'Size',
      config: { cases: [{ port: 'big', when: 'a > 1' }], default: 'no' },
    }),
    node('ask', 'approval', { name: 'Ask', disabled: true }),
    node('done', 'end', { name: 'Done' }),
  ],
  edges: [
    { from: 'start', to: 'size' },
    { from: 'size', port: 'big', to: 'ask' },
    { from: 'size', port: 'no', to: 'done' },
    { from: 'ask', to: 'done' },
  ],
}

function show() {
  const store = createEditorStore(
    graph,
    [{ severity: 'error', message: '', node_id: 'ask' } as never],
    {
      trial: { pins: { size: { output: 1, port: 'big' } }, breakpoints: [] },
    },
  )
  const goTo = vi.fn()
  const editor = { store, catalog: new NodeCatalog([]), goTo } as unknown as Editor
  const run = createStore(() => ({
    nodes: { start: { newest: { status: 'succeeded', attempt: 1 } } },
  })) as unknown as RunStore
  render(
    <EditorContext value={editor}>
      <OutlinePanel run={run} />
    </EditorContext>,
  )
  return goTo
}

const press = (key: string) =>
  fireEvent.keyDown(document.activeElement as Element, { key, bubbles: true })

test('the outline is a tree that says type and state in words', () => {
  show()

  const [start, size, ask] = screen.getAllByRole('treeitem')
  expect(start).toHaveAccessibleName(/Start.*succeeded/i)
  expect(size).toHaveAccessibleName(/Size.*branch.*pinned/)
  expect(ask).toHaveAccessibleName(/big, if a > 1.*Ask.*approval.*disabled.*1 problem/)
  expect(screen.getAllByRole('treeitem', { name: /Done.*waits for all/ })).toHaveLength(1)
  expect([start, size, ask].map((each) => each?.getAttribute('aria-level'))).toEqual([
    '1',
    '1',
    '2',
  ])
  expect(size).toHaveAttribute('aria-expanded', 'true')
  expect(start).not.toHaveAttribute('aria-expanded')
})

test('arrows walk it, fold and unfold, and Enter opens a step', () => {
  const goTo = show()
  const named = (name: RegExp) => screen.getByRole('treeitem', { name })

  named(/^Start/).focus()
  press('ArrowDown')
  expect(named(/^Size/)).toHaveFocus()
  press('ArrowLeft')
  expect(named(/^Size/)).toHaveAttribute('aria-expanded', 'false')
  expect(screen.queryByRole('treeitem', { name: /Ask/ })).toBeNull()
  press('ArrowRight')
  press('ArrowRight')
  expect(named(/Ask/)).toHaveFocus()
  expect(named(/Ask/)).toHaveAttribute('tabindex', '0')
  press('ArrowLeft')
  expect(named(/^Size/)).toHaveFocus()
  press('Enter')
  expect(goTo).toHaveBeenCalledWith('size')
})
