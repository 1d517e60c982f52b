/** The filters of the runs list, as the URL holds them, and as a bulk action takes them. */
import type { BulkCreate, RunStatus } from '@/shared/api/types'
import { readSome, readText, readUuid, type SearchParams } from '@/shared/lib/search-params'
import { RUN_STATUSES } from '@/shared/lib/status'

export type RunFilters = {
  /** Any of these. */
  status?: RunStatus[] | undefined
  /** Id. */
  workflow?: string | undefined
  /** Part of the workflow's name, or how the run's id begins. */
  search?: string | undefined
  /** Business key. */
  key?: string | undefined
}

const MAX_LENGTH = 200

export function readRunFilters(params: SearchParams): RunFilters {
  return {
    status: readSome(params.status, RUN_STATUSES),
    workflow: readUuid(params.workflow),
    search: readText(params.search, MAX_LENGTH),
    key: readText(params.key, MAX_LENGTH),
  }
}

export const hasFilters = ({ status, workflow, search, key }: RunFilters) =>
  Boolean(status || workflow || search || key)

/** The same runs, for a bulk action: those that are chosen, or all that the filters show. */
export function bulkFilter(
  { status, workflow, search, key }: RunFilters,
  chosen: ReadonlySet<string> | null,
): BulkCreate['filter'] {
  if (chosen) return { status: [], run_ids: [...chosen] }
  return {
    status: status ?? [],
    workflow_id: workflow ?? null,
    search: search ?? null,
    key: key ?? null,
    run_ids: [],
  }
}
