import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api, dataOf } from '@/shared/api/client'
import { t } from '@/shared/i18n/texts'
import { notify, notifyError } from '@/shared/ui/toaster'
import { type Answer, answerApproval, wasOvertaken } from './approval-queries'
import { approvalsKey } from './approvals-queries'

const AnswerForm = lazy(async () => ({ default: (await import('./answer-form')).AnswerForm }))

const REFRESH_MS = 5_000

/** Those of a run that still wait. */
const openApprovalsQuery = (runId: string) =>
  queryOptions({
    queryKey: [...approvalsKey, { openOf: runId }],
    queryFn: async ({ signal }) => {
      const query = { open: true, run_id: runId, limit: 50 }
      return (await dataOf(api.GET('/api/v1/approvals', { params: { query }, signal }))).items
    },
    refetchInterval: REFRESH_MS,
  })

/** What a run asks now, to be answered on the spot. */
export function RunApprovals({ runId }: { runId: string }) {
  const { data } = useQuery(openApprovalsQuery(runId))
  const queryClient = useQueryClient()
  const answer = async (approvalId: string, given: Answer) => {
    try {
      const answered = await answerApproval(approvalId, given)
      notify(answered.status === 'approved' ? t('Approved') : t('Rejected'))
    } catch (error) {
      // The form goes, and with it what it says.
      if (wasOvertaken(error)) notifyError(t('Your answer was not taken.'), error)
      throw error
    } finally {
      queryClient.invalidateQueries({ queryKey: approvalsKey })
    }
  }
  return data?.map((approval) => (
    <section
      key={approval.id}
      aria-label={approval.title}
      className="space-y-3 rounded-card border border-waiting p-3"
    >
      <h3 className="break-words font-semibold">{approval.title}</h3>
      {approval.description && (
        <p className="whitespace-pre-wrap break-words">{approval.description}</p>
      )}
      <Suspense>
        <AnswerForm approval={approval} onAnswer={(given) => answer(approval.id, given)} />
      </Suspense>
    </section>
  ))
}
