/** The filters of the runs list, as the API takes them. */
import { type RunFilters, sinceOf } from './run-filters'

export function conditionsOf(filters: RunFilters, nowMs = Date.now()) {
  const { status = [], trigger = [], workflow = null, version = null, until = null } = filters
  const { search = null, key = null, error = null } = filters
  const { failed_type = null, took_at_least_s = null } = filters
  return {
    status,
    trigger,
    workflow_id: workflow,
    version,
    since: sinceOf(filters, nowMs),
    until,
    search,
    key,
    error,
    failed_type,
    took_at_least_s,
  }
}
