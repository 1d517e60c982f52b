/** Messages to try out with: of one trigger, and of all that start a workflow. */

import { type QueryKey, queryOptions, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, dataOf, send } from './client'
import { followStream } from './event-stream'
import type { SampleRead, TriggerRead } from './types'

/** While nothing tells of a message that started a run; one that is captured is told of. */
const REFRESH_MS = 5_000

const triggersKey = ['triggers'] as const
/** What is shown of messages that came, by the words in its key. */
const OF_MESSAGES = ['samples', 'samples-of', 'firings'] as const

/** Below the key of all that is shown of triggers. */
export const samplesQuery = (triggerId: string) =>
  queryOptions({
    queryKey: [...triggersKey, triggerId, 'samples'],
    queryFn: ({ signal }) => fetchSamples(triggerId, signal),
    refetchInterval: REFRESH_MS,
  })

export type TriggerSamples = { trigger: TriggerRead; samples: readonly SampleRead[] }

/** What its triggers could start it with. */
export const workflowSamplesQuery = (workflowId: string) =>
  queryOptions({
    queryKey: [...triggersKey, 'samples-of', workflowId],
    queryFn: async ({ signal }): Promise<TriggerSamples[]> => {
      const params = { query: { workflow_id: workflowId, limit: 20 } }
      const { items } = await dataOf(api.GET('/api/v1/triggers', { params, signal }))
      return Promise.all(
        items.map(async (trigger) => ({
          trigger,
          samples: await fetchSamples(trigger.id, signal),
        })),
      )
    },
    refetchInterval: REFRESH_MS,
  })

/** Shows a message as soon as a trigger of the workflow has captured it. Null follows none. */
export function useLiveSamples(workflowId: string | null) {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (!workflowId) return
    const stop = new AbortController()
    followStream({
      signal: stop.signal,
      open: (_, signal) => openCaptures(workflowId, signal),
      onMessage: () => {
        const predicate = ({ queryKey }: { queryKey: QueryKey }) =>
          OF_MESSAGES.some((each) => queryKey.includes(each))
        queryClient.invalidateQueries({ queryKey: triggersKey, predicate })
      },
      onConnection: () => undefined,
      isComplete: () => false,
    })
    return () => stop.abort()
  }, [workflowId, queryClient])
}

function openCaptures(workflowId: string, signal: AbortSignal) {
  const path = `/api/v1/workflows/${workflowId}/samples/events`
  const headers = { accept: 'text/event-stream' }
  return send(new Request(`${location.origin}${path}`, { headers, signal }))
}

async function fetchSamples(triggerId: string, signal: AbortSignal) {
  const params = { path: { trigger_id: triggerId } }
  return (await dataOf(api.GET('/api/v1/triggers/{trigger_id}/samples', { params, signal }))).items
}
