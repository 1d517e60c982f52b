/** The rows of the runs list, of what was loaded and what has come since. Pure. */
import type { RunSummary } from '@/shared/api/types'

/** At most so many are asked for again at a time. */
export const MOST_SEEN = 50

/**
 * Pages as they were loaded, with the newest above them and each run as it is known last.
 *
 * Null: between the newest and what was loaded there may be others; load anew.
 */
export function mergedRows(
  loaded: readonly RunSummary[],
  head: readonly RunSummary[],
  seen: readonly RunSummary[],
): RunSummary[] | null {
  const known = new Set(loaded.map((run) => run.id))
  const isGap = loaded.length > 0 && head.length > 0 && !head.some((run) => known.has(run.id))
  if (isGap && isNewer(head.at(-1), loaded[0])) return null
  const newest = new Map([...seen, ...head].map((run) => [run.id, run]))
  const added = head.filter((run) => !known.has(run.id) && isNewer(run, loaded[0]))
  return [...added, ...loaded.map((run) => newest.get(run.id) ?? run)]
}

const isNewer = (run: RunSummary | undefined, than: RunSummary | undefined) =>
  run !== undefined && (than === undefined || run.created_at >= than.created_at)

/** Those on the screen that may still change and that the newest don't cover. */
export function idsToFollow(
  shown: readonly RunSummary[],
  head: readonly RunSummary[],
): readonly string[] {
  const covered = new Set(head.map((run) => run.id))
  return shown
    .filter((run) => run.finished_at === null && !covered.has(run.id))
    .map((run) => run.id)
    .sort()
    .slice(0, MOST_SEEN)
}
