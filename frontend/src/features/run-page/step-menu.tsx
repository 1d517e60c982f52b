import { CircleDot, Ellipsis, GitFork } from 'lucide-react'
import { isFinalRun } from '@/features/run-stream'
import type { GripRead, RunGraph, RunRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { IconButton } from '@/shared/ui/icon-button'
import { Menu, type MenuItem } from '@/shared/ui/menu'
import { toggled } from './hand/grip'
import { setBreakpoints } from './hand/hand-queries'
import { useAct } from './hand/use-act'
import type { TimelineNode } from './timeline'

/** What is known around a chosen step. */
export type StepPlace = {
  /** The run that has it. */
  run: RunRead
  /** That it is shown in: another one, if the step is an item's. Forks begin at this one. */
  whole: RunRead
  graph: RunGraph
  node: TimelineNode | undefined
  /** Of the run that has it. */
  grip: GripRead | undefined
  onFork: (at: ForkPlace) => void
}

/** Where a fork begins; without an iteration, loops run again as a whole. */
export type ForkPlace = { nodeId: string; iteration?: string }

type StepMenuProps = StepPlace & { nodeId: string; iteration?: string }

/** What can be done at a step, whatever its status. */
export function StepMenu(props: StepMenuProps) {
  const breakpoint = useBreakpoint(props)
  const { whole, node, nodeId, iteration, onFork } = props
  const items: MenuItem[] = [
    ...(whole.relation === 'item'
      ? []
      : [
          {
            label: t('Fork here…'),
            icon: GitFork,
            onSelect: () => onFork({ nodeId: node?.parent ?? nodeId }),
          },
        ]),
    ...(iteration
      ? [
          {
            label: t('Fork here, in this iteration…'),
            icon: GitFork,
            onSelect: () => onFork({ nodeId, iteration }),
          },
        ]
      : []),
    ...(breakpoint
      ? [{ label: breakpoint.label, icon: CircleDot, onSelect: breakpoint.toggle }]
      : []),
  ]
  if (items.length === 0) return null
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} label={t('Actions for this step')} size="icon-sm" />}
      items={items}
    />
  )
}

/** Null once the run has ended. */
export function useBreakpoint({ run, whole, node, nodeId, grip }: StepMenuProps) {
  const act = useAct(run.id)
  if (!grip || isFinalRun(run.status)) return null
  const isSet = grip.breakpoints.includes(nodeId)
  const name = node?.name || nodeId
  return {
    isSet,
    label: isSet
      ? t('Take the breakpoint away')
      : run.id === whole.id
        ? t('Pause before this step')
        : t('Pause before this step, in this iteration'),
    toggle: () =>
      act.mutate({
        do: () => setBreakpoints(run.id, toggled(grip.breakpoints, nodeId)),
        done: isSet
          ? t('No breakpoint at “{name}” any more', { name })
          : t('The run pauses before “{name}”', { name }),
        refused: t('The breakpoints could not be changed'),
      }),
  }
}
