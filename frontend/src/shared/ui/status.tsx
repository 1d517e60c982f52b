import {
  Ban,
  Check,
  CircleDashed,
  Clock,
  LoaderCircle,
  type LucideIcon,
  Pause,
  RotateCw,
  SkipForward,
  X,
} from 'lucide-react'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { type ShownStatus, STATUS_LOOKS, type StatusShape } from '@/shared/lib/status'

const ICONS: Readonly<Record<ShownStatus, LucideIcon>> = {
  queued: CircleDashed,
  running: LoaderCircle,
  retrying: RotateCw,
  waiting: Clock,
  paused: Pause,
  succeeded: Check,
  failed: X,
  cancelled: Ban,
  skipped: SkipForward,
}

/** Text colour of each status; `fill-current` and `bg-current` follow it. */
export const STATUS_COLORS: Readonly<Record<ShownStatus, string>> = {
  queued: 'text-idle',
  running: 'text-running',
  retrying: 'text-retrying',
  waiting: 'text-waiting',
  paused: 'text-retrying',
  succeeded: 'text-succeeded',
  failed: 'text-failed',
  cancelled: 'text-idle',
  skipped: 'text-idle',
}

const WASHES: Partial<Record<ShownStatus, string>> = {
  running: 'bg-running-wash',
  retrying: 'bg-retrying-wash',
  waiting: 'bg-waiting-wash',
  paused: 'bg-retrying-wash',
}

const SHAPES: Readonly<Record<StatusShape, string>> = {
  wash: 'border-transparent px-1.5',
  plain: 'border-transparent px-0',
  filled: 'border-transparent bg-failed px-1.5 text-on-failed',
  dashed: 'border-current/60 border-dashed px-1.5',
}

type StatusIconProps = { status: ShownStatus; className?: string }

/** Where there is no room for the word; put the word in a label beside it. */
export function StatusIcon({ status, className }: StatusIconProps) {
  const Icon = ICONS[status]
  return (
    <Icon
      aria-hidden
      strokeWidth={2.25}
      className={cn(
        'size-3.5 shrink-0',
        STATUS_COLORS[status],
        status === 'running' && 'animate-spin',
        className,
      )}
    />
  )
}

type StatusBadgeProps = { status: ShownStatus; className?: string }

export function StatusBadge({ status, className }: StatusBadgeProps) {
  const look = STATUS_LOOKS[status]
  return (
    <span
      data-status={status}
      className={cn(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap align-middle rounded-chip border font-medium text-xs',
        STATUS_COLORS[status],
        WASHES[status],
        SHAPES[look.shape],
        className,
      )}
    >
      <StatusIcon status={status} className="text-current" />
      {t(look.word)}
    </span>
  )
}
