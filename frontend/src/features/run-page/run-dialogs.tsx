import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { RunRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { notify, notifyError } from '@/shared/ui/toaster'
import { ReasonDialog } from './hand/reason-dialog'
import type { RunAsking } from './run-actions'
import { cancelRun, terminateRun } from './run-queries'
import type { ForkPlace } from './step-menu'

const ForkDialog = lazy(async () => ({ default: (await import('./fork/fork-dialog')).ForkDialog }))

const AddRunDialog = lazy(async () => ({
  default: (await import('@/features/evaluations')).AddRunDialog,
}))

/** What is being asked; `at` of a fork: where. */
export type Asked = { what: RunAsking; at?: ForkPlace }

type RunDialogsProps = {
  run: RunRead
  asked: Asked | null
  nodes: readonly { id: string; name: string }[]
  onClose: () => void
}

/** What the run's buttons ask before something is lost, or started. */
export function RunDialogs({ run, asked, nodes, onClose }: RunDialogsProps) {
  const cancel = useMutation({
    mutationFn: () => cancelRun(run.id),
    onSuccess: () => notify(t('Asked to stop: steps under way let go first')),
    onError: (error) => notifyError(t('The run could not be cancelled'), error),
  })
  if (asked?.what === 'retry' || asked?.what === 'fork') {
    const at = asked.at ?? { nodeId: nodes[0]?.id ?? '' }
    return (
      <Suspense>
        <ForkDialog
          run={run}
          nodes={nodes}
          start={asked.what === 'retry' ? { kind: 'retry' } : { kind: 'fork', ...at }}
          onClose={onClose}
        />
      </Suspense>
    )
  }
  if (asked?.what === 'case') {
    return (
      <Suspense>
        <AddRunDialog run={run} onClose={onClose} />
      </Suspense>
    )
  }
  if (asked?.what === 'terminate') {
    return (
      <ReasonDialog
        title={t('Terminate this run?')}
        action={t('Terminate')}
        keep={t('Keep it running')}
        hint={t('Shown as the run’s error, and kept in the audit trail.')}
        onClose={onClose}
        onReason={async (reason) => {
          await terminateRun(run.id, reason)
          notify(t('Terminated'))
        }}
      >
        {t(
          'It ends at once; steps under way can’t clean up, and nothing is undone. Cancel is gentler, and nearly always enough.',
        )}
      </ReasonDialog>
    )
  }
  return (
    <ConfirmDialog
      open={asked?.what === 'cancel'}
      onOpenChange={(open) => !open && onClose()}
      title={t('Cancel this run?')}
      action={t('Cancel the run')}
      keep={t('Keep it running')}
      danger
      onConfirm={() => cancel.mutate()}
    >
      {t(
        'Steps under way are told to let go, and no further step starts. What has been done stays done.',
      )}
    </ConfirmDialog>
  )
}
