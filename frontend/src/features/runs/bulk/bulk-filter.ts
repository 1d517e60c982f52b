/** The filters of the runs list, as a bulk action takes them. */
import type { BulkCreate } from '@/shared/api/types'
import { conditionsOf } from '../run-conditions'
import type { RunFilters } from '../run-filters'

/** The same runs, for a bulk action: those that are chosen, or all that the filters show. */
export function bulkFilter(
  filters: RunFilters,
  chosen: ReadonlySet<string> | null,
  nowMs = Date.now(),
): BulkCreate['filter'] {
  if (chosen) return { status: [], trigger: [], run_ids: [...chosen] }
  return { ...conditionsOf(filters, nowMs), run_ids: [] }
}
