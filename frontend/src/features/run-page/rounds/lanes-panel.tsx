import { type RunStore, useRunState } from '@/features/run-stream'
import { plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { formatDuration } from '@/shared/lib/format'
import { STATUS_LOOKS } from '@/shared/lib/status'
import { useNow } from '@/shared/lib/use-now'
import { STATUS_COLORS } from '@/shared/ui/status'
import type { TimelineNode } from '../timeline'
import { NoValue } from '../value-panel'
import { type AgentPlace, formatCost, type Lane, lanesOf, type Turn } from './agents'

const GROW_MS = 500

type LanesPanelProps = {
  store: RunStore
  nodes: readonly TimelineNode[]
  team: AgentPlace
  goesOn: boolean
  /** Show one turn of a member. */
  onStep: (key: string) => void
}

/** The members of a team, each in a lane: when it worked, and what that took. */
export function LanesPanel({ store, nodes, team, goesOn, onStep }: LanesPanelProps) {
  const steps = useRunState(store, (state) => state.steps)
  const now = useNow(GROW_MS, goesOn)
  const lanes = lanesOf(team, nodes, Object.values(steps), now)
  const turns = lanes.flatMap((lane) => lane.turns)
  if (turns.length === 0) return <NoValue>{t('No member has had a turn yet.')}</NoValue>
  const from = Math.min(...turns.map((turn) => turn.from))
  const span = Math.max(Math.max(...turns.map((turn) => turn.to)) - from, 1)
  return (
    <ul aria-label={t('Members')} className="h-full space-y-3 overflow-auto p-4">
      {lanes.map((lane) => (
        <li key={lane.nodeId} aria-label={lane.name}>
          <div className="flex items-baseline justify-between gap-3">
            <span className="truncate font-medium">{lane.name}</span>
            <span className="num shrink-0 font-mono text-ink-3 text-xs">{spent(lane)}</span>
          </div>
          <div className="relative mt-1 h-5 rounded-chip bg-sunken">
            {lane.turns.map((turn, index) => (
              <TurnBar
                key={turn.key}
                turn={turn}
                label={t('Turn {number} of {name}', { number: index + 1, name: lane.name })}
                left={(turn.from - from) / span}
                width={(turn.to - turn.from) / span}
                onClick={() => onStep(turn.key)}
              />
            ))}
          </div>
        </li>
      ))}
    </ul>
  )
}

function spent({ turns, tokens, costUsd }: Lane): string {
  const parts = [plural(turns.length, '{count} turn', '{count} turns')]
  if (tokens > 0) {
    parts.push(plural(tokens, '{count} token', '{count} tokens'))
    parts.push(formatCost(costUsd))
  }
  return parts.join(' · ')
}

type TurnBarProps = {
  turn: Turn
  label: string
  left: number
  width: number
  onClick: () => void
}

function TurnBar({ turn, label, left, width, onClick }: TurnBarProps) {
  const words = `${label}: ${t(STATUS_LOOKS[turn.status].word)}, ${formatDuration(turn.to - turn.from)}`
  return (
    <button
      type="button"
      aria-label={words}
      title={words}
      onClick={onClick}
      style={{ left: `min(${left * 100}%, 100% - 6px)`, width: `${width * 100}%`, minWidth: 6 }}
      className={cn('absolute inset-y-0 rounded-[2px] bg-current', STATUS_COLORS[turn.status])}
    />
  )
}
