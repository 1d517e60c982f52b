import type { Editor } from './editor'

/** Write the id of the step that is chosen: on its card, or in the inspector where no card is drawn. */
export function renameChosen(editor: Editor) {
  const nodeId = editor.sole
  if (!nodeId || !editor.camera.draws(nodeId)) return focusId(editor)
  editor.camera.show([nodeId])
  editor.store.setState({ renaming: nodeId })
}

function focusId({ store }: Editor) {
  store.setState({ tab: 'config' })
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLInputElement>('#node-id')
    field?.focus()
    field?.select()
  })
}
