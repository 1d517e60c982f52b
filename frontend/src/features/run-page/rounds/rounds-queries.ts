import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { ReplayCreate, RunRead } from '@/shared/api/types'
import type { AgentPlace } from './agents'

/** `seq`: how far the run had come, so that a new round is asked for. */
export const roundsQuery = (runId: string, agent: AgentPlace, seq: number) =>
  infiniteQueryOptions({
    queryKey: ['run', runId, 'rounds', agent.nodeId, agent.iteration, seq],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/runs/{run_id}/agents/{node_id}/rounds', {
          params: {
            path: { run_id: runId, node_id: agent.nodeId },
            query: { iteration: agent.iteration, cursor: pageParam },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
  })

/** The same key starts one run, however often it is sent. */
export const replayAgent = (
  runId: string,
  nodeId: string,
  body: ReplayCreate,
  key: string,
): Promise<RunRead> =>
  dataOf(
    api.POST('/api/v1/runs/{run_id}/agents/{node_id}/replay', {
      params: { path: { run_id: runId, node_id: nodeId }, header: { 'idempotency-key': key } },
      body,
    }),
  )
