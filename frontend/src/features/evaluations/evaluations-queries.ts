/** The endpoints of data sets, evaluations and gates. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import { ApiError } from '@/shared/api/error'
import type { Evaluator, JsonValue } from '@/shared/api/types'

const PAGE = 50
const REFRESH_MS = 1_500

/** All that is known of data sets. */
export const dataSetsKey = ['data-sets'] as const

export const dataSetsQuery = infiniteQueryOptions({
  queryKey: dataSetsKey,
  queryFn: ({ pageParam, signal }) =>
    dataOf(
      api.GET('/api/v1/data-sets', {
        params: { query: { cursor: pageParam, limit: PAGE } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
})

/** The newest of a workflow. */
export const dataSetsOfQuery = (workflowId: string) =>
  queryOptions({
    queryKey: [...dataSetsKey, 'of', workflowId],
    queryFn: async ({ signal }) => {
      const query = { workflow_id: workflowId, limit: 100 }
      return (await dataOf(api.GET('/api/v1/data-sets', { params: { query }, signal }))).items
    },
  })

const ofSet = (id: string) => ({ params: { path: { data_set_id: id } } })

export const dataSetQuery = (id: string) =>
  queryOptions({
    queryKey: [...dataSetsKey, id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/data-sets/{data_set_id}', { ...ofSet(id), signal })),
  })

export const casesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...dataSetsKey, id, 'cases'],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/data-sets/{data_set_id}/cases', {
          params: { path: { data_set_id: id }, query: { cursor: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

/** The newest of a data set. */
export const evaluationsQuery = (id: string) =>
  queryOptions({
    queryKey: [...dataSetsKey, id, 'evaluations'],
    queryFn: async ({ signal }) => {
      const path = { data_set_id: id }
      const query = { limit: 100 }
      return (
        await dataOf(
          api.GET('/api/v1/data-sets/{data_set_id}/evaluations', {
            params: { path, query },
            signal,
          }),
        )
      ).items
    },
    refetchInterval: ({ state }) => (state.data?.some(isOpen) ? REFRESH_MS : false),
  })

export const isOpen = ({ status }: { status: string }) =>
  status === 'queued' || status === 'running'

const ofEvaluation = (id: string) => ({ params: { path: { evaluation_id: id } } })

/** With its cases, as it stands now. */
export const evaluationQuery = (id: string) =>
  queryOptions({
    queryKey: ['evaluations', id],
    queryFn: async ({ signal }) => {
      const [evaluation, cases] = await Promise.all([
        dataOf(api.GET('/api/v1/evaluations/{evaluation_id}', { ...ofEvaluation(id), signal })),
        dataOf(
          api.GET('/api/v1/evaluations/{evaluation_id}/cases', { ...ofEvaluation(id), signal }),
        ),
      ])
      return { evaluation, cases: cases.items }
    },
    refetchInterval: ({ state }) =>
      state.data && isOpen(state.data.evaluation) ? REFRESH_MS : false,
  })

export const comparisonQuery = (id: string, before: string) =>
  queryOptions({
    queryKey: ['evaluations', id, 'comparison', before],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/evaluations/{evaluation_id}/comparison', {
          params: { path: { evaluation_id: id }, query: { before } },
          signal,
        }),
      ),
  })

export const gateQuery = (workflowId: string) =>
  queryOptions({
    queryKey: ['gate', workflowId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/workflows/{workflow_id}/gate', {
          params: { path: { workflow_id: workflowId } },
          signal,
        }),
      ).catch((error: unknown) => {
        // None is an answer, too.
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      }),
  })

export const createDataSet = (body: {
  workflow_id: string
  name: string
  evaluators: Evaluator[]
}) => dataOf(api.POST('/api/v1/data-sets', { body }))

export const changeDataSet = (id: string, body: { name?: string; evaluators?: Evaluator[] }) =>
  dataOf(api.PATCH('/api/v1/data-sets/{data_set_id}', { ...ofSet(id), body }))

export const deleteDataSet = (id: string) =>
  dataOf(api.DELETE('/api/v1/data-sets/{data_set_id}', ofSet(id)))

export type CaseDraft = { name: string; input: JsonValue; expected: JsonValue }

export const saveCase = (id: string, caseId: string | undefined, body: CaseDraft) =>
  caseId
    ? dataOf(
        api.PUT('/api/v1/data-sets/{data_set_id}/cases/{case_id}', {
          params: { path: { data_set_id: id, case_id: caseId } },
          body,
        }),
      )
    : dataOf(api.POST('/api/v1/data-sets/{data_set_id}/cases', { ...ofSet(id), body }))

export const deleteCase = (id: string, caseId: string) =>
  dataOf(
    api.DELETE('/api/v1/data-sets/{data_set_id}/cases/{case_id}', {
      params: { path: { data_set_id: id, case_id: caseId } },
    }),
  )

export const uploadCases = async (id: string, file: File) =>
  dataOf(
    api.POST('/api/v1/data-sets/{data_set_id}/cases/upload', {
      ...ofSet(id),
      body: {
        format: file.name.toLowerCase().endsWith('.csv') ? 'csv' : 'json',
        text: await file.text(),
      },
    }),
  )

/** The newest runs of the workflow that succeeded, as cases. */
/** How many cases came of runs. */
export async function addRuns(id: string, runIds: readonly string[]) {
  const body = { run_ids: [...runIds] }
  const path = '/api/v1/data-sets/{data_set_id}/cases/of-runs'
  return (await dataOf(api.POST(path, { ...ofSet(id), body }))).added
}

export const startEvaluation = (id: string, version: number | null) =>
  dataOf(
    api.POST('/api/v1/data-sets/{data_set_id}/evaluations', {
      ...ofSet(id),
      body: { version, concurrency: 4 },
    }),
  )

export const cancelEvaluation = (id: string) =>
  dataOf(api.POST('/api/v1/evaluations/{evaluation_id}/cancel', ofEvaluation(id)))

export const setGate = (
  workflowId: string,
  body: { data_set_id: string; min_pass_rate: number; allow_regressions: boolean },
) =>
  dataOf(
    api.PUT('/api/v1/workflows/{workflow_id}/gate', {
      params: { path: { workflow_id: workflowId } },
      body,
    }),
  )

export const deleteGate = (workflowId: string) =>
  dataOf(
    api.DELETE('/api/v1/workflows/{workflow_id}/gate', {
      params: { path: { workflow_id: workflowId } },
    }),
  )
