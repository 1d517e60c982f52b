/** Messages to try out with: of one trigger, and of all that start a workflow. */

import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client'
import type { SampleRead, TriggerRead } from './types'

const REFRESH_MS = 5_000

/** Below the key of all that is shown of triggers. */
export const samplesQuery = (triggerId: string) =>
  queryOptions({
    queryKey: ['triggers', triggerId, 'samples'],
    queryFn: ({ signal }) => fetchSamples(triggerId, signal),
    refetchInterval: REFRESH_MS,
  })

export type TriggerSamples = { trigger: TriggerRead; samples: readonly SampleRead[] }

/** What its triggers could start it with, once. */
export const workflowSamplesQuery = (workflowId: string) =>
  queryOptions({
    queryKey: ['triggers', 'samples-of', workflowId],
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
  })

async function fetchSamples(triggerId: string, signal: AbortSignal) {
  const params = { path: { trigger_id: triggerId } }
  return (await dataOf(api.GET('/api/v1/triggers/{trigger_id}/samples', { params, signal }))).items
}
