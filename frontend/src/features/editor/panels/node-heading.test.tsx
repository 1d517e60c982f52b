import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand'
import { noCamera } from '../camera'
import type { GraphNode } from '../document/graph'
import type { Editor } from '../editor'
import { EditorContext } from '../editor-context'
import { renameChosen } from '../rename'
import { NodeHeading } from './node-heading'

const node: GraphNode = { id: 'greet', type: 'set', name: 'Greet' }

function show() {
  const fake = {
    store: createStore(() => ({ tab: 'docs' })),
    graph: { nodes: [node, { id: 'done', type: 'end' }], edges: [] },
    renameId: vi.fn(async () => {}),
    sole: 'greet',
    camera: { ...noCamera, focus: vi.fn() },
  }
  const editor = fake as unknown as Editor
  render(
    <EditorContext value={editor}>
      <NodeHeading node={node} type={undefined} />
    </EditorContext>,
  )
  return { ...fake, rename: () => renameChosen(editor) }
}

test('renaming leads to the id, which what reads the step follows', async () => {
  const { rename, renameId, camera, store } = show()

  rename()
  const id = screen.getByRole('textbox', { name: 'Id of the step' })
  await vi.waitFor(() => expect(id).toHaveFocus())
  await userEvent.keyboard('welcome{Enter}')

  expect(store.getState().tab).toBe('config')
  expect(renameId).toHaveBeenCalledExactlyOnceWith('greet', 'welcome')
  await vi.waitFor(() => expect(camera.focus).toHaveBeenCalledWith('welcome'))
})

test('an id that another step has is not taken', async () => {
  const { rename, renameId, camera } = show()

  rename()
  await vi.waitFor(() =>
    expect(screen.getByRole('textbox', { name: 'Id of the step' })).toHaveFocus(),
  )
  await userEvent.keyboard('done')
  expect(screen.getByRole('alert')).toBeVisible()
  await userEvent.keyboard('{Enter}')

  expect(renameId).not.toHaveBeenCalled()
  expect(camera.focus).not.toHaveBeenCalled()
})
