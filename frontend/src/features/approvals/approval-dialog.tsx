import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApprovalRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { shortId } from '@/shared/lib/short-id'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { JsonView } from '@/shared/ui/json/json-view'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify } from '@/shared/ui/toaster'
import { whoMayAnswer } from './answer'
import { AnswerForm } from './answer-form'
import { ApprovalBadge } from './approval-badge'
import { type Answer, answerApproval, approvalQuery, wasOvertaken } from './approval-queries'
import { approvalsKey } from './approvals-queries'
import { LinkMaker } from './link-maker'
import { Untaken } from './untaken'

type ApprovalDialogProps = { approvalId: string; onClose: () => void }

/** What a run asks: to answer, or to read what was answered. */
export function ApprovalDialog({ approvalId, onClose }: ApprovalDialogProps) {
  const query = useQuery(approvalQuery(approvalId))
  const approval = query.data
  return (
    <Dialog
      open
      size="md"
      title={approval?.title ?? t('Approval')}
      onOpenChange={(open) => !open && onClose()}
    >
      {approval ? (
        <ApprovalView approval={approval} onClose={onClose} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <LoadingRows rows={4} label={t('Loading the approval')} />
      )}
    </Dialog>
  )
}

type ApprovalViewProps = { approval: ApprovalRead; onClose: () => void }

function ApprovalView({ approval, onClose }: ApprovalViewProps) {
  const queryClient = useQueryClient()
  const [linking, setLinking] = useState(false)
  const [comment, setComment] = useState('')
  const [refused, setRefused] = useState<Answer | null>(null)
  const answer = async (given: Answer) => {
    try {
      const answered = await answerApproval(approval.id, given)
      notify(answered.status === 'approved' ? t('Approved') : t('Rejected'))
      setComment('')
      onClose()
    } catch (error) {
      if (wasOvertaken(error)) setRefused(given)
      throw error
    } finally {
      queryClient.invalidateQueries({ queryKey: approvalsKey })
    }
  }
  return (
    <div className="flex flex-col gap-4">
      {approval.description && (
        <p className="whitespace-pre-wrap break-words">{approval.description}</p>
      )}
      <ApprovalFacts approval={approval} />
      {approval.status !== 'open' ? (
        <>
          <Untaken approval={approval} comment={comment.trim()} refused={refused} />
          <Outcome approval={approval} />
        </>
      ) : linking ? (
        <LinkMaker approval={approval} onDone={() => setLinking(false)} />
      ) : (
        <AnswerForm
          approval={approval}
          onAnswer={answer}
          onComment={setComment}
          onLink={() => setLinking(true)}
        />
      )}
    </div>
  )
}

function ApprovalFacts({ approval }: { approval: ApprovalRead }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1 text-sm">
      <dt className="text-ink-3">{t('Asked by')}</dt>
      <dd className="break-words">
        <Link
          to="/runs/$runId"
          params={{ runId: approval.run_id }}
          className="rounded-chip underline underline-offset-2"
        >
          {approval.workflow_name}
        </Link>{' '}
        <span className="font-mono text-ink-3 text-xs">{shortId(approval.run_id)}</span>
      </dd>
      <dt className="text-ink-3">{t('Answered by')}</dt>
      <dd className="break-words">{approval.answered_by ?? whoMayAnswer(approval)}</dd>
      {approval.until && (
        <>
          <dt className="text-ink-3">{t('Until')}</dt>
          <dd>
            {t('{time}; then the run goes on without an answer', {
              time: formatTime(approval.until),
            })}
          </dd>
        </>
      )}
    </dl>
  )
}

function Outcome({ approval }: { approval: ApprovalRead }) {
  const { status, answered_at: at, comment, data } = approval
  return (
    <section aria-label={t('Answer')} className="space-y-2 border-line border-t pt-3">
      <p className="flex items-center gap-2">
        <ApprovalBadge status={status} />
        {status === 'closed' && t('Nobody waits for an answer any more.')}
        {at && <span className="text-ink-3">{formatTime(at)}</span>}
        {approval.answered_via === 'link' && <span className="text-ink-3">{t('by link')}</span>}
      </p>
      {comment && <p className="whitespace-pre-wrap break-words">“{comment}”</p>}
      {data !== null && data !== undefined && (
        <JsonView value={data as never} label={t('Answer')} className="max-h-60" />
      )}
    </section>
  )
}
