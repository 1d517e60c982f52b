/** One approval, and those of a run: reading and answering them. */
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import { ApiError } from '@/shared/api/error'
import type { ApprovalRead, JsonValue } from '@/shared/api/types'
import { approvalsKey, REFRESH_MS } from './approvals-queries'

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

/** It was answered meanwhile, or nobody waits any more. */
export const wasOvertaken = (error: unknown) => error instanceof ApiError && error.status === 409

export const createLink = (approvalId: string, email: string) =>
  dataOf(
    api.POST('/api/v1/approvals/{approval_id}/links', {
      params: { path: { approval_id: approvalId } },
      body: { email },
    }),
  )
