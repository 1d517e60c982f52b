/** What cards and edges need besides their own facts. Stable for the life of a canvas: it makes nothing render. */
import { createContext, useContext } from 'react'
import type { StoreApi } from 'zustand'
import type { RunStore } from '@/features/run-stream'
import type { Problem } from '@/shared/api/error'
import type { GraphEdge, Note } from '../document/graph'
import type { Trial } from '../document/trial'
import type { People } from '../presence/presence'
import type { CanvasModel } from './canvas-model'

export type Marks = {
  problemsByNode: ReadonlyMap<string, readonly Problem[]>
  trial: Trial
}

export type CanvasParts = {
  model: CanvasModel
  /** The run on the canvas; a store that stays empty when there is none. */
  runStore: RunStore
  /** What people and the server have noted at nodes. */
  marks: StoreApi<Marks>
  /** The note or group whose text is being written. */
  writing: StoreApi<{ writing: string | null }>
  /** Who else has the draft open. */
  people: StoreApi<People>
  /** Null: only to be looked at. */
  edit: {
    addOnEdge: (edge: GraphEdge) => void
    addAfter: (nodeId: string, port: string) => void
    addInside: (container: string) => void
    showProblems: (nodeId: string) => void
    changeNote: (noteId: string, change: Partial<Omit<Note, 'id'>>) => void
    renameGroup: (groupId: string, name: string) => void
    /** Begin to write a note or a group's name; null: done. */
    write: (id: string | null) => void
  } | null
  /** Fold a container's body away, or show it. */
  toggleBody: (container: string) => void
}

export const CanvasContext = createContext<CanvasParts | null>(null)

export function useCanvas(): CanvasParts {
  const parts = useContext(CanvasContext)
  if (!parts) throw new Error('Cards and edges are shown inside a canvas only.')
  return parts
}
