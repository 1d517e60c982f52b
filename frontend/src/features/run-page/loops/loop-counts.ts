/** How far a loop is that runs in batches, as its row tells while it runs. */

export type LoopCounts = { done: number; failed: number; leftOut: number; total: number }

/** Null for every other output: all four are whole numbers there and nothing else is. */
export function loopCounts(output: unknown): LoopCounts | null {
  if (typeof output !== 'object' || output === null) return null
  const { done, failed, left_out: leftOut, total, ...rest } = output as Record<string, unknown>
  if (Object.keys(rest).length > 0) return null
  return isCount(done) && isCount(failed) && isCount(leftOut) && isCount(total)
    ? { done, failed, leftOut, total }
    : null
}

const isCount = (value: unknown): value is number => Number.isInteger(value)

/** The share of items that are dealt with, 0 to 1. */
export const shareOf = ({ done, failed, leftOut, total }: LoopCounts) =>
  total === 0 ? 1 : Math.min(1, (done + failed + leftOut) / total)
