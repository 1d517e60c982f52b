/** What a hand does in an editor of code, which jsdom knows no caret for. */
import { EditorView } from '@codemirror/view'
import { act } from '@testing-library/react'

/** Write this in place of what is there. */
export function write(field: HTMLElement, text: string) {
  const view = EditorView.findFromDOM(field)
  if (!view) throw new Error('This is no editor of code.')
  const changes = { from: 0, to: view.state.doc.length, insert: text }
  act(() => view.dispatch({ changes }))
}
