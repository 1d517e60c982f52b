/** Going on from a run in a new one, and what is known of a run's relatives. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { ForkPreview, RetryCreate, RunRead } from '@/shared/api/types'

/** `node_id` null: a retry, from where it stopped. */
export type ForkOrder = RetryCreate & { node_id: string | null; iteration: string }

const MOST_VERSIONS = 50
const MOST_RELATIVES = 50
const RELATIVES_REFRESH_MS = 5_000

export const forkPreviewQuery = (runId: string, order: ForkOrder) =>
  queryOptions({
    queryKey: ['run', runId, 'fork-preview', order],
    queryFn: ({ signal }) => preview(runId, order, signal),
    gcTime: 0,
    retry: false,
  })

function preview(runId: string, order: ForkOrder, signal: AbortSignal): Promise<ForkPreview> {
  const params = { path: { run_id: runId } }
  const { node_id, iteration, ...body } = order
  return node_id === null
    ? dataOf(api.POST('/api/v1/runs/{run_id}/retry/preview', { params, body, signal }))
    : dataOf(
        api.POST('/api/v1/runs/{run_id}/fork/preview', {
          params,
          body: { ...body, node_id, iteration },
          signal,
        }),
      )
}

/** The same key gives the same fork, however often it is sent. */
export function startFork(runId: string, order: ForkOrder, key: string): Promise<RunRead> {
  const path = { run_id: runId }
  const { node_id, iteration, ...body } = order
  return node_id === null
    ? dataOf(api.POST('/api/v1/runs/{run_id}/retry', { params: { path }, body }))
    : dataOf(
        api.POST('/api/v1/runs/{run_id}/fork', {
          params: { path, header: { 'idempotency-key': key } },
          body: { ...body, node_id, iteration },
        }),
      )
}

export const versionsQuery = (workflowId: string) =>
  queryOptions({
    queryKey: ['workflow', workflowId, 'versions'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/workflows/{workflow_id}/versions', {
          params: { path: { workflow_id: workflowId }, query: { limit: MOST_VERSIONS } },
          signal,
        }),
      ),
  })

/** Where in a run sub-runs were started. */
export type ChildrenAt = { nodeId: string; iteration: string }

/** Retries, forks and sub-runs of a run; `at` one step, the sub-runs that it started. */
export const childrenQuery = (runId: string, at?: ChildrenAt) =>
  infiniteQueryOptions({
    queryKey: ['runs', { parent: runId, ...at }],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/runs', {
          params: {
            query: {
              parent_run_id: runId,
              parent_node_id: at?.nodeId ?? null,
              parent_iteration: at?.iteration ?? null,
              limit: MOST_RELATIVES,
              cursor: pageParam,
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: RELATIVES_REFRESH_MS,
  })

export const auditQuery = (runId: string) =>
  infiniteQueryOptions({
    queryKey: ['run', runId, 'audit'],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/runs/{run_id}/audit', {
          params: { path: { run_id: runId }, query: { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: RELATIVES_REFRESH_MS,
  })
