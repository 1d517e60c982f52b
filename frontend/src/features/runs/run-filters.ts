/** The filters of the runs list, as the URL holds them. */
import type { RunStatus } from '@/shared/api/types'
import { readSome, readText, readUuid, type SearchParams } from '@/shared/lib/search-params'
import { RUN_STATUSES } from '@/shared/lib/status'

export type RunFilters = {
  /** Any of these. */
  status?: RunStatus[] | undefined
  /** Id. */
  workflow?: string | undefined
  /** Part of the workflow's name, or how the run's id begins. */
  search?: string | undefined
}

const MAX_LENGTH = 200

export function readRunFilters(params: SearchParams): RunFilters {
  return {
    status: readSome(params.status, RUN_STATUSES),
    workflow: readUuid(params.workflow),
    search: readText(params.search, MAX_LENGTH),
  }
}

export const hasFilters = ({ status, workflow, search }: RunFilters) =>
  Boolean(status || workflow || search)
