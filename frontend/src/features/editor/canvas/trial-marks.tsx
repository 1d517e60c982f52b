import { Pin } from 'lucide-react'
import { useStore } from 'zustand'
import { t } from '@/shared/i18n/texts'
import { useCanvas } from './canvas-context'

/** At the corner of a card: a run pauses before it. */
export function BreakpointDot({ id }: { id: string }) {
  const { marks } = useCanvas()
  const isSet = useStore(marks, (state) => state.trial.breakpoints.includes(id))
  if (!isSet) return null
  return (
    <span
      role="img"
      aria-label={t('Breakpoint')}
      title={t('Breakpoint: a test run pauses before this step (B)')}
      className="absolute -top-1.5 -left-1.5 size-3.5 rounded-full border-2 border-canvas bg-failed"
    />
  )
}

/** In a card's heading: its output is given, it does not run. */
export function PinBadge({ id }: { id: string }) {
  const { marks } = useCanvas()
  const isPinned = useStore(marks, (state) => id in state.trial.pins)
  if (!isPinned) return null
  return (
    <span
      role="img"
      aria-label={t('Output pinned')}
      title={t('Output pinned: test runs take it instead of running the step (P)')}
      className="grid size-5 shrink-0 place-items-center rounded-chip bg-sunken text-ink-2"
    >
      <Pin aria-hidden className="size-3.5" />
    </span>
  )
}
