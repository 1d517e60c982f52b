/** Sheets with text on the canvas. */
import type { Box } from './geometry'
import { snap } from './geometry'
import {
  type EditedGraph,
  type Note,
  noteIdOf,
  notesOf,
  type Point,
  positionOf,
  TINTS,
} from './graph'
import { freeId } from './ids'

const BEGINS = { width: 240, height: 160 } as const
export const LEAST_NOTE_PX = { width: 120, height: 64 } as const

export const boxOfNote = (note: Note): Box => ({
  ...positionOf(note),
  width: note.width ?? BEGINS.width,
  height: note.height ?? BEGINS.height,
})

export function addNote(graph: EditedGraph, at: Point): { graph: EditedGraph; noteId: string } {
  const notes = notesOf(graph)
  const noteId = freeId('note', new Set(notes.map((note) => note.id)))
  const note: Note = { id: noteId, position: snap(at), ...BEGINS }
  return { graph: { ...graph, notes: [...notes, note] }, noteId }
}

export function updateNote(
  graph: EditedGraph,
  noteId: string,
  change: Partial<Omit<Note, 'id'>>,
): EditedGraph {
  const notes = notesOf(graph).map((note) => (note.id === noteId ? { ...note, ...change } : note))
  return { ...graph, notes }
}

/** The tint after the one it has. */
export const nextTint = ({ tint = TINTS[0] }: Pick<Note, 'tint'>) =>
  TINTS[(TINTS.indexOf(tint) + 1) % TINTS.length] ?? TINTS[0]

export function moveNotes(graph: EditedGraph, positions: ReadonlyMap<string, Point>): EditedGraph {
  const isMoved = [...positions.keys()].some((key) => noteIdOf(key) !== null)
  if (!isMoved) return graph
  const notes = notesOf(graph).map((note) => {
    const position = positions.get(`note:${note.id}`)
    return position ? { ...note, position } : note
  })
  return { ...graph, notes }
}

export function removeNotes(graph: EditedGraph, keys: ReadonlySet<string>): EditedGraph {
  const notes = notesOf(graph).filter((note) => !keys.has(`note:${note.id}`))
  return notes.length === notesOf(graph).length ? graph : { ...graph, notes }
}
