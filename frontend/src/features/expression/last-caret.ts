/** Where the caret was last, so that a path picked elsewhere on the page goes there. */

type Insert = (path: string) => void

let insert: Insert | null = null

/** An expression has the focus. Returns what forgets it. */
export function rememberCaret(at: Insert): () => void {
  insert = at
  return () => {
    if (insert === at) insert = null
  }
}

/** False: no expression has had the focus, or it is gone. */
export function insertAtLastCaret(path: string): boolean {
  if (!insert) return false
  insert(path)
  return true
}
