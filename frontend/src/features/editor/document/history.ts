/** Undo and redo. One gesture is one entry; states share what did not change, so entries are cheap. */

export type Change = {
  /** What was done, for people: `Move 3 steps`. */
  label: string
  /** Changes with the same key in quick succession are one gesture, as typing in a field is. */
  mergeKey?: string | undefined
}

type Entry<State> = { before: State; label: string; mergeKey: string | undefined; atMs: number }

export type History<State> = {
  past: readonly Entry<State>[]
  future: readonly Entry<State>[]
}

export const emptyHistory: History<never> = { past: [], future: [] }

const MAX_ENTRIES = 200
const MERGE_WITHIN_MS = 1_500

/** Remember the state before a change. */
export function record<State>(
  history: History<State>,
  before: State,
  change: Change,
  nowMs: number,
): History<State> {
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

export type Travelled<State> = { history: History<State>; present: State; label: string }

/** Null: there is nothing to undo. */
export function undo<State>(history: History<State>, present: State): Travelled<State> | null {
  const entry = history.past.at(-1)
  if (!entry) return null
  return {
    present: entry.before,
    label: entry.label,
    history: {
      past: history.past.slice(0, -1),
      future: [...history.future, { ...entry, before: present }],
    },
  }
}

/** Null: there is nothing to redo. */
export function redo<State>(history: History<State>, present: State): Travelled<State> | null {
  const entry = history.future.at(-1)
  if (!entry) return null
  const past = [...history.past, { ...entry, before: present, mergeKey: undefined }]
  return {
    present: entry.before,
    label: entry.label,
    history: { past, future: history.future.slice(0, -1) },
  }
}
