import { useQuery } from '@tanstack/react-query'
import { Hand } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ApprovalBadge } from './approval-badge'
import { runApprovalsQuery } from './approval-queries'

const ApprovalDialog = lazy(async () => ({
  default: (await import('./approval-dialog')).ApprovalDialog,
}))

type StepApprovalProps = {
  runId: string
  nodeId: string
  iteration: string
  /** Changes as the step does: then it is asked for again. */
  seq: number
}

/** On the page of a run: what its approval step asks, and the way to answer. */
export function StepApproval({ runId, nodeId, iteration, seq }: StepApprovalProps) {
  const [open, setOpen] = useState(false)
  const { data } = useQuery(runApprovalsQuery(runId, seq))
  const approval = data?.find((each) => each.node_id === nodeId && each.iteration === iteration)
  if (!approval) return null
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ApprovalBadge status={approval.status} />
      <span className="min-w-0 flex-1 truncate">{approval.title}</span>
      <Button
        size="sm"
        variant={approval.may_answer ? 'primary' : 'secondary'}
        onClick={() => setOpen(true)}
      >
        <Hand aria-hidden />
        {approval.may_answer ? t('Answer…') : t('Show…')}
      </Button>
      {open && (
        <Suspense>
          <ApprovalDialog approvalId={approval.id} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}
