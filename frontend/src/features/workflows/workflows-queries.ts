import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { GraphDocument, WorkflowSettingsWrite } from '@/shared/api/types'
import { asQuery, type WorkflowFilters } from './list-filters'

const PAGE = 50
const REFRESH_MS = 15_000

/** All lists of workflows. */
export const workflowsKey = ['workflows'] as const

export const workflowsQuery = (filters: WorkflowFilters) =>
  infiniteQueryOptions({
    queryKey: [...workflowsKey, asQuery(filters)],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/workflows', {
          params: { query: { ...asQuery(filters), cursor: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })

export const createWorkflow = (body: { name: string; graph?: GraphDocument }) =>
  dataOf(
    api.POST('/api/v1/workflows', {
      body: { name: body.name, graph: body.graph ?? { nodes: [], edges: [] } },
    }),
  )

export const renameWorkflow = ({ id, name }: { id: string; name: string }) =>
  dataOf(
    api.PATCH('/api/v1/workflows/{workflow_id}', {
      params: { path: { workflow_id: id } },
      body: { name },
    }),
  )

export const archiveWorkflow = (workflowId: string) =>
  dataOf(
    api.POST('/api/v1/workflows/{workflow_id}/archive', {
      params: { path: { workflow_id: workflowId } },
    }),
  )

export const unarchiveWorkflow = (workflowId: string) =>
  dataOf(
    api.POST('/api/v1/workflows/{workflow_id}/unarchive', {
      params: { path: { workflow_id: workflowId } },
    }),
  )

/** Its limits, and how many runs wait for them. */
export const settingsQuery = (workflowId: string) =>
  queryOptions({
    queryKey: ['workflow', workflowId, 'settings'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/workflows/{workflow_id}/settings', {
          params: { path: { workflow_id: workflowId } },
          signal,
        }),
      ),
    // What is being edited is not overwritten.
    refetchOnWindowFocus: false,
    staleTime: 0,
  })

export const saveSettings = (workflowId: string, body: WorkflowSettingsWrite) =>
  dataOf(
    api.PUT('/api/v1/workflows/{workflow_id}/settings', {
      params: { path: { workflow_id: workflowId } },
      body,
    }),
  )
