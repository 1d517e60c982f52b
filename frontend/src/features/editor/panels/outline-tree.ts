/** Walking and folding the outline, as trees are walked everywhere. Pure. */
import type { OutlineRow } from '../document/outline'

export type TreePlace = {
  row: OutlineRow
  /** Null: there is nothing below it. */
  isFolded: boolean | null
}

/** The rows in sight: what is below a folded one is not. */
export function placesOf(
  rows: readonly OutlineRow[],
  folded: ReadonlySet<string>,
): readonly TreePlace[] {
  const places: TreePlace[] = []
  let hiddenBelow = Number.POSITIVE_INFINITY
  for (const [index, row] of rows.entries()) {
    if (row.depth > hiddenBelow) continue
    const holds = (rows[index + 1]?.depth ?? 0) > row.depth
    const isFolded = holds ? folded.has(row.node_id) : null
    hiddenBelow = isFolded ? row.depth : Number.POSITIVE_INFINITY
    places.push({ row, isFolded })
  }
  return places
}

export type TreeAct =
  | { kind: 'go'; key: string }
  | { kind: 'fold'; isFolded: boolean }
  | { kind: 'open' }

/** What a key does; null: nothing, and others may have it. */
export function treeAct(
  key: string,
  places: readonly TreePlace[],
  here: TreePlace,
): TreeAct | null {
  const index = places.indexOf(here)
  const go = (place: TreePlace | undefined): TreeAct => ({
    kind: 'go',
    key: (place ?? here).row.key,
  })
  switch (key) {
    case 'Enter':
    case ' ':
      return { kind: 'open' }
    case 'ArrowDown':
      return go(places[index + 1])
    case 'ArrowUp':
      return go(places[index - 1])
    case 'Home':
      return go(places[0])
    case 'End':
      return go(places.at(-1))
    case 'ArrowRight':
      if (here.isFolded) return { kind: 'fold', isFolded: false }
      return go(here.isFolded === false ? places[index + 1] : here)
    case 'ArrowLeft':
      if (here.isFolded === false) return { kind: 'fold', isFolded: true }
      return go(places.slice(0, index).findLast(({ row }) => row.depth < here.row.depth))
    default:
      return null
  }
}
