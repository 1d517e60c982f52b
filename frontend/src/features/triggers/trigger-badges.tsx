import { useQuery } from '@tanstack/react-query'
import { CircleDashed, HeartPulse, type LucideIcon, Pause, TriangleAlert } from 'lucide-react'
import type { FiringRead, TriggerRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { Badge } from '@/shared/ui/badge'
import { HEALTH_WORDS, OUTCOME_WORDS } from './trigger-words'
import { triggerTypesQuery } from './triggers-queries'

const HEALTH: Readonly<Record<TriggerRead['health'], { icon: LucideIcon; className: string }>> = {
  ok: { icon: HeartPulse, className: 'text-succeeded' },
  failing: { icon: TriangleAlert, className: 'text-failed' },
  paused: { icon: Pause, className: 'text-retrying' },
  unused: { icon: CircleDashed, className: 'text-idle' },
}

/** In the reader's language, once that is known. */
export function TypeBadge({ type }: { type: TriggerRead['type'] }) {
  const { data: types = [] } = useQuery(triggerTypesQuery)
  return <Badge>{types.find(({ name }) => name === type)?.title ?? type}</Badge>
}

/** How a trigger does: never by colour alone. */
export function HealthBadge({ trigger }: { trigger: TriggerRead }) {
  const { icon: Icon, className } = HEALTH[trigger.health]
  return (
    <span
      data-health={trigger.health}
      title={trigger.health_detail ?? undefined}
      className={cn('inline-flex items-center gap-1 font-medium text-xs', className)}
    >
      <Icon aria-hidden className="size-3.5" />
      {t(HEALTH_WORDS[trigger.health])}
    </span>
  )
}

const OUTCOMES: Readonly<Record<FiringRead['outcome'], string>> = {
  started: 'text-succeeded',
  duplicate: 'text-ink-3',
  skipped: 'text-ink-3',
  refused: 'text-failed',
  failed: 'text-failed',
  sample: 'text-ink-2',
}

export function OutcomeWord({ outcome }: { outcome: FiringRead['outcome'] }) {
  return (
    <span data-outcome={outcome} className={cn('font-medium text-xs', OUTCOMES[outcome])}>
      {t(OUTCOME_WORDS[outcome])}
    </span>
  )
}
