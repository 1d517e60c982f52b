/** Taking hold of a run: the endpoints. Each act carries a key of its own, so that a repeat is none. */
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { ActRead, JsonValue, StepPolicyWrite, StepRetryWrite } from '@/shared/api/types'

/** A step, at its place in loops. */
export type StepAt = { node_id: string; iteration: string }

const REFRESH_MS = 2_000

export const gripKey = (runId: string) => ['run', runId, 'grip'] as const

/** How the run stands in people's hands. `live`: it changes by itself, as attempts come and go. */
export const gripQuery = (runId: string, live: boolean) =>
  queryOptions({
    queryKey: gripKey(runId),
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/runs/{run_id}/grip', { params: { path: { run_id: runId } }, signal }),
      ),
    refetchInterval: live ? REFRESH_MS : false,
  })

const once = (runId: string) => ({
  path: { run_id: runId },
  header: { 'Idempotency-Key': crypto.randomUUID() },
})

const onceAt = (runId: string, at: StepAt) => ({
  path: { run_id: runId, node_id: at.node_id },
  header: { 'Idempotency-Key': crypto.randomUUID() },
})

export const pauseRun = (runId: string): Promise<ActRead> =>
  dataOf(api.POST('/api/v1/runs/{run_id}/pause', { params: once(runId) }))

export const resumeRun = (runId: string): Promise<ActRead> =>
  dataOf(api.POST('/api/v1/runs/{run_id}/resume', { params: once(runId) }))

/** Start one step of a paused run; the one that has been ready longest when none is named. */
export const stepRun = (runId: string, at?: StepAt): Promise<ActRead> =>
  dataOf(
    api.POST('/api/v1/runs/{run_id}/step', {
      params: once(runId),
      body: { node_id: at?.node_id ?? null, iteration: at?.iteration ?? '' },
    }),
  )

export const setBreakpoints = (runId: string, nodeIds: readonly string[]): Promise<ActRead> =>
  dataOf(
    api.PUT('/api/v1/runs/{run_id}/breakpoints', {
      params: { path: { run_id: runId } },
      body: { node_ids: [...nodeIds] },
    }),
  )

/** What is put right as a step is tried again. */
export type StepChanges = Partial<Pick<StepRetryWrite, 'config' | 'input' | 'policy'>>

export const retryStep = (runId: string, at: StepAt, changes: StepChanges = {}): Promise<ActRead> =>
  dataOf(
    api.POST('/api/v1/runs/{run_id}/steps/{node_id}/retry', {
      params: onceAt(runId, at),
      body: { iteration: at.iteration, ...changes },
    }),
  )

export const skipStep = (
  runId: string,
  at: StepAt,
  given: { output: JsonValue; port: string | null },
): Promise<ActRead> =>
  dataOf(
    api.POST('/api/v1/runs/{run_id}/steps/{node_id}/skip', {
      params: onceAt(runId, at),
      body: { iteration: at.iteration, ...given },
    }),
  )

export const failStep = (runId: string, at: StepAt, reason: string): Promise<ActRead> =>
  dataOf(
    api.POST('/api/v1/runs/{run_id}/steps/{node_id}/fail', {
      params: onceAt(runId, at),
      body: { iteration: at.iteration, reason: reason || null },
    }),
  )

export const changePolicy = (
  runId: string,
  at: StepAt,
  policy: Pick<StepPolicyWrite, 'timeout_s' | 'retry'>,
): Promise<ActRead> =>
  dataOf(
    api.PUT('/api/v1/runs/{run_id}/steps/{node_id}/policy', {
      params: onceAt(runId, at),
      body: { iteration: at.iteration, ...policy },
    }),
  )
