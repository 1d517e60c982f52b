/** The endpoints of approvals. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { ApprovalRead, JsonValue } from '@/shared/api/types'

const PAGE = 50
const REFRESH_MS = 5_000
const COUNT_REFRESH_MS = 15_000

/** All lists of approvals. */
export const approvalsKey = ['approvals'] as const

export const approvalsQuery = (open: boolean) =>
  infiniteQueryOptions({
    queryKey: [...approvalsKey, { open }],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/approvals', {
          params: { query: { open, cursor: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: REFRESH_MS,
  })

/** How many wait for this person; `isMore`: at least so many. */
export const waitingCountQuery = queryOptions({
  queryKey: [...approvalsKey, 'count'],
  queryFn: async ({ signal }) => {
    const query = { open: true, mine: true, limit: PAGE }
    const page = await dataOf(api.GET('/api/v1/approvals', { params: { query }, signal }))
    return { count: page.items.length, isMore: page.next_cursor !== null }
  },
  refetchInterval: COUNT_REFRESH_MS,
})

export const approvalQuery = (approvalId: string) =>
  queryOptions({
    queryKey: [...approvalsKey, approvalId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/approvals/{approval_id}', {
          params: { path: { approval_id: approvalId } },
          signal,
        }),
      ),
    refetchInterval: REFRESH_MS,
  })

/** Those that a run has asked for, answered ones too. `seq` is how far the run had come. */
export const runApprovalsQuery = (runId: string, seq: number) =>
  queryOptions({
    queryKey: [...approvalsKey, { runId, seq }],
    queryFn: async ({ signal }) => {
      const query = { open: false, run_id: runId, limit: 200 }
      return (await dataOf(api.GET('/api/v1/approvals', { params: { query }, signal }))).items
    },
  })

export type Answer = {
  decision: 'approved' | 'rejected'
  comment: string
  data: JsonValue
}

export const answerApproval = (approvalId: string, answer: Answer): Promise<ApprovalRead> =>
  dataOf(
    api.POST('/api/v1/approvals/{approval_id}/answer', {
      params: { path: { approval_id: approvalId } },
      body: answer,
    }),
  )

export const createLink = (approvalId: string, email: string) =>
  dataOf(
    api.POST('/api/v1/approvals/{approval_id}/links', {
      params: { path: { approval_id: approvalId } },
      body: { email },
    }),
  )
