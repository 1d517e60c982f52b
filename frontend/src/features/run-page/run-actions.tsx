import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  Ellipsis,
  ExternalLink,
  GitCompareArrows,
  GitFork,
  OctagonX,
  Pause,
  Play,
  Plus,
  RotateCcw,
  Square,
  StepForward,
  Workflow,
} from 'lucide-react'
import { runsKey } from '@/features/runs'
import { usePermission } from '@/shared/api/me'
import type { GripRead, RunRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { type Shortcut, useShortcuts } from '@/shared/lib/shortcuts'
import { useIsWide } from '@/shared/lib/use-is-wide'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Menu, type MenuItem } from '@/shared/ui/menu'
import { notify, notifyError } from '@/shared/ui/toaster'
import { Tooltip } from '@/shared/ui/tooltip'
import { type RunChoice, runChoices } from './hand/grip'
import { pauseRun, resumeRun, stepRun } from './hand/hand-queries'
import { useAct } from './hand/use-act'
import { runAgain } from './run-queries'

export type RunAsking = 'cancel' | 'terminate' | 'retry' | 'fork' | 'case'

type RunActionsProps = {
  run: RunRead
  grip: GripRead | undefined
  /** Opens the dialog that asks first. */
  onAsk: (asking: RunAsking) => void
}

type Choice = {
  label: string
  keys: string
  icon: typeof Play
  danger?: true
  run: () => void
}

/** How many stand as buttons; the others are in the menu. */
const BUTTONS = { wide: 3, narrow: 1 }

export function RunActions({ run, grip, onAsk }: RunActionsProps) {
  const isWide = useIsWide()
  const { choices, isPending } = useChoices(run, grip, onAsk)
  const mayRun = usePermission('run')
  const mayEdit = usePermission('edit')
  useShortcuts(t('Run'), mayRun ? choices.map(shortcutOf) : [])
  const shown = choices.slice(0, isWide ? BUTTONS.wide : BUTTONS.narrow)
  const rest = choices.slice(shown.length)
  const navigate = useNavigate()
  const openTemporal = () => window.open(run.temporal_url ?? '', '_blank', 'noopener')
  const items: MenuItem[] = [
    ...rest.map(({ label, keys, icon, danger, run: onSelect }) => ({
      label,
      keys,
      icon,
      danger: danger === true,
      disabled: !mayRun,
      onSelect,
    })),
    {
      label: t('Compare with another run'),
      icon: GitCompareArrows,
      onSelect: () => navigate({ to: '/runs/$runId/compare', params: { runId: run.id } }),
    },
    {
      label: t('Open in the builder'),
      icon: Workflow,
      onSelect: () =>
        navigate({
          to: '/workflows/$workflowId',
          params: { workflowId: run.workflow_id },
          // An item's input is no input of the workflow.
          search: { run: (run.relation === 'item' && run.parent_run_id) || run.id },
        }),
    },
    ...(run.status === 'succeeded' && run.relation !== 'item'
      ? [
          {
            label: t('Add to a data set…'),
            icon: Plus,
            disabled: !mayEdit,
            onSelect: () => onAsk('case'),
          },
        ]
      : []),
    ...(run.temporal_url
      ? [{ label: t('Open in the Temporal UI'), icon: ExternalLink, onSelect: openTemporal }]
      : []),
  ]
  return (
    <>
      {shown.map((choice, index) => (
        <Tooltip key={choice.label} label={choice.label} keys={choice.keys}>
          <Button
            needs="run"
            variant={choice.danger ? 'danger' : index === 0 ? 'primary' : 'secondary'}
            disabled={isPending}
            onClick={choice.run}
          >
            <choice.icon aria-hidden />
            {choice.label.replace('…', '')}
          </Button>
        </Tooltip>
      ))}
      {items.length > 0 && (
        <Menu trigger={<IconButton icon={Ellipsis} label={t('More actions')} />} items={items} />
      )}
    </>
  )
}

const shortcutOf = ({ keys, label, run }: Choice): Shortcut => ({ keys, label, run: () => run() })

function useChoices(run: RunRead, grip: GripRead | undefined, onAsk: (asking: RunAsking) => void) {
  const act = useAct(run.id)
  const again = useRunAgain(run)
  const known: Readonly<Record<RunChoice, Choice>> = {
    pause: {
      label: t('Pause'),
      keys: 'Shift+P',
      icon: Pause,
      run: () =>
        act.mutate({
          do: () => pauseRun(run.id),
          done: t('Paused: nothing new starts'),
          refused: t('The run could not be paused'),
        }),
    },
    resume: {
      label: t('Resume'),
      keys: 'Shift+P',
      icon: Play,
      run: () =>
        act.mutate({
          do: () => resumeRun(run.id),
          done: t('The run goes on'),
          refused: t('The run could not be resumed'),
        }),
    },
    step: {
      label: t('Step'),
      keys: 'Shift+S',
      icon: StepForward,
      run: () =>
        act.mutate({
          do: () => stepRun(run.id),
          done: t('Started one step'),
          refused: t('No step could be started'),
        }),
    },
    cancel: {
      label: t('Cancel…'),
      keys: 'Shift+C',
      icon: Square,
      danger: true,
      run: () => onAsk('cancel'),
    },
    terminate: {
      label: t('Terminate…'),
      keys: 'Shift+T',
      icon: OctagonX,
      danger: true,
      run: () => onAsk('terminate'),
    },
    retry: { label: t('Retry…'), keys: 'Shift+R', icon: RotateCcw, run: () => onAsk('retry') },
    again: { label: t('Run again'), keys: 'Shift+A', icon: Play, run: () => again.mutate() },
  }
  const fork: Choice = {
    label: t('Fork…'),
    keys: 'Shift+F',
    icon: GitFork,
    run: () => onAsk('fork'),
  }
  const isItem = run.relation === 'item'
  const parked = grip?.parked.length ?? 0
  const choices = runChoices(run.status, parked, isItem).map((choice) => known[choice])
  return {
    choices: isItem ? choices : [...choices, fork],
    isPending: act.isPending || again.isPending,
  }
}

function useRunAgain(run: RunRead) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => runAgain(run),
    onSuccess: (started) => {
      queryClient.invalidateQueries({ queryKey: runsKey })
      notify(t('Started again'))
      return navigate({ to: '/runs/$runId', params: { runId: started.id } })
    },
    onError: (error) => notifyError(t('The run could not be started again'), error),
  })
}
