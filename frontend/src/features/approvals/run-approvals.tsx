import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api, dataOf } from '@/shared/api/client'
import { t } from '@/shared/i18n/texts'
import { notify } from '@/shared/ui/toaster'
import { answerApproval } from './approval-queries'
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
        <AnswerForm
          approval={approval}
          onAnswer={async (answer) => {
            try {
              const answered = await answerApproval(approval.id, answer)
              notify(answered.status === 'approved' ? t('Approved') : t('Rejected'))
            } finally {
              queryClient.invalidateQueries({ queryKey: approvalsKey })
            }
          }}
        />
      </Suspense>
    </section>
  ))
}
