/** The filters of the runs list, as a bulk action takes them. */
import type { BulkCreate } from '@/shared/api/types'
import { type RunFilters, sinceOf } from '../run-filters'

/** The same runs, for a bulk action: those that are chosen, or all that the filters show. */
export function bulkFilter(
  filters: RunFilters,
  chosen: ReadonlySet<string> | null,
  nowMs = Date.now(),
): BulkCreate['filter'] {
  if (chosen) return { status: [], trigger: [], run_ids: [...chosen] }
  const { status, workflow, version, trigger, until, search, key, error, failed_type } = filters
  return {
    status: status ?? [],
    trigger: trigger ?? [],
    workflow_id: workflow ?? null,
    version: version ?? null,
    since: sinceOf(filters, nowMs),
    until: until ?? null,
    search: search ?? null,
    key: key ?? null,
    error: error ?? null,
    failed_type: failed_type ?? null,
    run_ids: [],
  }
}
