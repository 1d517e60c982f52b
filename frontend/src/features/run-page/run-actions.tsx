import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Ellipsis, ExternalLink, OctagonX, Play, Square } from 'lucide-react'
import { useState } from 'react'
import { isFinalRun } from '@/features/run-stream'
import { runsKey } from '@/features/runs'
import type { RunRead } from '@/shared/api/types'
import { useShortcuts } from '@/shared/lib/shortcuts'
import { useIsWide } from '@/shared/lib/use-is-wide'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { IconButton } from '@/shared/ui/icon-button'
import { Menu, type MenuItem } from '@/shared/ui/menu'
import { notify, notifyError } from '@/shared/ui/toaster'
import { cancelRun, runAgain, terminateRun } from './run-queries'

type RunActionsProps = { run: RunRead }

type Asking = 'cancel' | 'terminate' | null

export function RunActions({ run }: RunActionsProps) {
  const [asking, setAsking] = useState<Asking>(null)
  const again = useRunAgain(run)
  const isWide = useIsWide()
  const goesOn = !isFinalRun(run.status)
  useShortcuts('Run', [
    goesOn
      ? { keys: 'Shift+C', label: 'Cancel the run…', run: () => setAsking('cancel') }
      : { keys: 'Shift+R', label: 'Run again', run: () => again.mutate() },
  ])
  const openTemporal = () => window.open(run.temporal_url ?? '', '_blank', 'noopener')
  const items: MenuItem[] = [
    ...(run.temporal_url
      ? [{ label: 'Open in the Temporal UI', icon: ExternalLink, onSelect: openTemporal }]
      : []),
    ...(goesOn
      ? [{ label: 'Run again', icon: Play, onSelect: () => again.mutate() }, TERMINATE(setAsking)]
      : []),
  ]
  return (
    <>
      {run.temporal_url && isWide && (
        <Button asChild variant="ghost">
          <a href={run.temporal_url} target="_blank" rel="noreferrer">
            Temporal
            <ExternalLink aria-hidden />
          </a>
        </Button>
      )}
      {goesOn ? (
        <Button variant="danger" onClick={() => setAsking('cancel')}>
          <Square aria-hidden />
          Cancel
        </Button>
      ) : (
        <Button loading={again.isPending} onClick={() => again.mutate()}>
          <Play aria-hidden />
          Run again
        </Button>
      )}
      {items.length > 0 && (
        <Menu trigger={<IconButton icon={Ellipsis} label="More actions" />} items={items} />
      )}
      <StopDialogs run={run} asking={asking} onAsking={setAsking} />
    </>
  )
}

const TERMINATE = (ask: (asking: Asking) => void): MenuItem => ({
  label: 'Terminate…',
  icon: OctagonX,
  danger: true,
  onSelect: () => ask('terminate'),
})

function useRunAgain(run: RunRead) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => runAgain(run),
    onSuccess: (started) => {
      queryClient.invalidateQueries({ queryKey: runsKey })
      notify('Started again')
      return navigate({ to: '/runs/$runId', params: { runId: started.id } })
    },
    onError: (error) => notifyError('The run could not be started again', error),
  })
}

type StopDialogsProps = { run: RunRead; asking: Asking; onAsking: (asking: Asking) => void }

function StopDialogs({ run, asking, onAsking }: StopDialogsProps) {
  const cancel = useMutation({
    mutationFn: () => cancelRun(run.id),
    onSuccess: () => notify('Asked to stop: steps under way let go first'),
    onError: (error) => notifyError('The run could not be cancelled', error),
  })
  const terminate = useMutation({
    mutationFn: () => terminateRun(run.id),
    onSuccess: () => notify('Terminated'),
    onError: (error) => notifyError('The run could not be terminated', error),
  })
  const close = (open: boolean) => !open && onAsking(null)
  return (
    <>
      <ConfirmDialog
        open={asking === 'cancel'}
        onOpenChange={close}
        title="Cancel this run?"
        action="Cancel the run"
        keep="Keep it running"
        danger
        onConfirm={() => cancel.mutate()}
      >
        Steps under way are told to let go, and no further step starts. What has been done stays
        done.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'terminate'}
        onOpenChange={close}
        title="Terminate this run?"
        action="Terminate"
        keep="Keep it running"
        danger
        onConfirm={() => terminate.mutate()}
      >
        It ends at once; steps under way can’t clean up. Cancel is gentler, and nearly always
        enough.
      </ConfirmDialog>
    </>
  )
}
