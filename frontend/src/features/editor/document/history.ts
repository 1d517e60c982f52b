/** Undo and redo. One gesture is one entry; graphs share what did not change, so entries are cheap. */
import type { EditedGraph } from './graph'

export type Change = {
  graph: EditedGraph
  /** What was done, for people: `Move 3 steps`. */
  label: string
  /** Changes with the same key in quick succession are one gesture, as typing in a field is. */
  mergeKey?: string | undefined
}

type Entry = { before: EditedGraph; label: string; mergeKey: string | undefined; atMs: number }

export type History = { past: readonly Entry[]; future: readonly Entry[] }

export const emptyHistory: History = { past: [], future: [] }

const MAX_ENTRIES = 200
const MERGE_WITHIN_MS = 1_500

/** Remember the graph before a change. */
export function record(
  history: History,
  before: EditedGraph,
  change: Change,
  nowMs: number,
): History {
  const last = history.past.at(-1)
  const merges =
    change.mergeKey !== undefined &&
    last?.mergeKey === change.mergeKey &&
    history.future.length === 0 &&
    nowMs - last.atMs < MERGE_WITHIN_MS
  if (merges) return { past: [...history.past.slice(0, -1), { ...last, atMs: nowMs }], future: [] }
  const entry = { before, label: change.label, mergeKey: change.mergeKey, atMs: nowMs }
  return { past: [...history.past, entry].slice(-MAX_ENTRIES), future: [] }
}

export type Travelled = { history: History; graph: EditedGraph; label: string }

/** Null: there is nothing to undo. */
export function undo(history: History, present: EditedGraph): Travelled | null {
  const entry = history.past.at(-1)
  if (!entry) return null
  return {
    graph: entry.before,
    label: entry.label,
    history: {
      past: history.past.slice(0, -1),
      future: [...history.future, { ...entry, before: present }],
    },
  }
}

/** Null: there is nothing to redo. */
export function redo(history: History, present: EditedGraph): Travelled | null {
  const entry = history.future.at(-1)
  if (!entry) return null
  const past = [...history.past, { ...entry, before: present, mergeKey: undefined }]
  return {
    graph: entry.before,
    label: entry.label,
    history: { past, future: history.future.slice(0, -1) },
  }
}
