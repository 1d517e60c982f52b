/** The open builder, for everything inside it. It never changes, so it makes nothing render. */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Editor } from './editor'
import type { EditorState } from './store'

export const EditorContext = createContext<Editor | null>(null)

export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('This is shown inside an open builder only.')
  return editor
}

/** A slice of the builder's state. */
export function useEditorState<T>(select: (state: EditorState) => T): T {
  return useStore(useEditor().store, select)
}
