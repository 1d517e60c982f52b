/** The endpoints of triggers. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import { nodeTypesKey } from '@/shared/api/node-types'
import type { JsonValue, TriggerCreate, TriggerRead, TriggerUpdate } from '@/shared/api/types'
import { spoken } from '@/shared/i18n/language'
import { inLanguage } from '@/shared/i18n/server-words'

const PAGE = 50
const REFRESH_MS = 5_000
/** Types change with the installed packages only. */
const TYPES_MS = 5 * 60_000

export type TriggerFilters = {
  /** Id of a workflow. */
  workflow?: string | undefined
  /** Name of a trigger type. */
  type?: string | undefined
  /** The dialog that adds one is open. */
  new?: true | undefined
}

/** All that is shown of triggers. */
export const triggersKey = ['triggers'] as const

/** The server says when a schedule fires: in the app's language, which need not be the browser's. */
const inWords = () => ({ 'Accept-Language': spoken().language })

export const triggersQuery = ({ workflow, type }: TriggerFilters) =>
  infiniteQueryOptions({
    queryKey: [...triggersKey, 'list', { workflow, type }, spoken().language],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/triggers', {
          params: {
            query: {
              workflow_id: workflow ?? null,
              type: type ?? null,
              cursor: pageParam,
              limit: PAGE,
            },
          },
          headers: inWords(),
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: REFRESH_MS,
  })

const triggerPath = (id: string) => ({ params: { path: { trigger_id: id } } })

export const triggerQuery = (id: string) =>
  queryOptions({
    queryKey: [...triggersKey, id, 'one', spoken().language],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/triggers/{trigger_id}', {
          ...triggerPath(id),
          headers: inWords(),
          signal,
        }),
      ),
    refetchInterval: REFRESH_MS,
  })

export const triggerTypesQuery = queryOptions({
  queryKey: [...nodeTypesKey, 'triggers'],
  queryFn: async ({ signal }) =>
    inLanguage((await dataOf(api.GET('/api/v1/trigger-types', { signal }))).items),
  staleTime: TYPES_MS,
})

/** What became of its messages. */
export const firingsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...triggersKey, id, 'firings'],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/triggers/{trigger_id}/firings', {
          params: { path: { trigger_id: id }, query: { cursor: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: REFRESH_MS,
  })

export const timesQuery = (id: string) =>
  queryOptions({
    queryKey: [...triggersKey, id, 'times', spoken().language],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/triggers/{trigger_id}/times', {
          ...triggerPath(id),
          headers: inWords(),
          signal,
        }),
      ),
    refetchInterval: 60_000,
  })

export type Period = { since: string; until: string }

/** The times of a past period. */
export const pastTimesQuery = (id: string, period: Period) =>
  queryOptions({
    queryKey: [...triggersKey, id, 'times', period],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/triggers/{trigger_id}/times', {
          params: { path: { trigger_id: id }, query: period },
          signal,
        }),
      ),
    retry: false,
    staleTime: 60_000,
  })

export const backfillTrigger = (id: string, period: Period) =>
  dataOf(api.POST('/api/v1/triggers/{trigger_id}/backfill', { ...triggerPath(id), body: period }))

export const previewQuery = (config: { [name: string]: JsonValue }) =>
  queryOptions({
    queryKey: ['schedule-preview', config, spoken().language],
    queryFn: ({ signal }) =>
      dataOf(
        api.POST('/api/v1/schedule-preview', { body: { config }, headers: inWords(), signal }),
      ),
    retry: false,
    staleTime: 60_000,
  })

export const addTrigger = (workflowId: string, body: TriggerCreate) =>
  dataOf(
    api.POST('/api/v1/workflows/{workflow_id}/triggers', {
      params: { path: { workflow_id: workflowId } },
      body,
    }),
  )

export const changeTrigger = (id: string, body: TriggerUpdate) =>
  dataOf(api.PATCH('/api/v1/triggers/{trigger_id}', { ...triggerPath(id), body }))

export const holdTrigger = ({ id, paused }: Pick<TriggerRead, 'id' | 'paused'>) =>
  paused
    ? dataOf(api.POST('/api/v1/triggers/{trigger_id}/resume', triggerPath(id)))
    : dataOf(api.POST('/api/v1/triggers/{trigger_id}/pause', triggerPath(id)))

export const deleteTrigger = (id: string) =>
  dataOf(api.DELETE('/api/v1/triggers/{trigger_id}', triggerPath(id)))

/** The address of a form, with what lets the one who is signed in fill it in. */
export const openForm = (id: string) =>
  dataOf(api.POST('/api/v1/triggers/{trigger_id}/form', triggerPath(id)))

export type Trial = { sample: JsonValue; draft: boolean }

export const testTrigger = (id: string, { sample, draft }: Trial) =>
  dataOf(
    api.POST('/api/v1/triggers/{trigger_id}/test', {
      ...triggerPath(id),
      body: { sample, draft },
    }),
  )

/** How many workflows use each node type. */
export const usageQuery = queryOptions({
  queryKey: ['node-types', 'usage'],
  queryFn: async ({ signal }) => {
    const { items } = await dataOf(api.GET('/api/v1/node-types/usage', { signal }))
    return new Map(items.map((each) => [each.type, each]))
  },
})
