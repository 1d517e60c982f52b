import { elapsedMs, formatAgo, formatDuration, formatTime } from '@/shared/lib/format'
import { useNow } from '@/shared/lib/use-now'

type AgoProps = { at: string; className?: string }

/** How long ago; the exact time on hover. */
export function Ago({ at, className }: AgoProps) {
  const now = useNow(1_000)
  return (
    <time dateTime={at} title={formatTime(at)} className={className}>
      {formatAgo(at, Math.max(now, Date.parse(at)))}
    </time>
  )
}

type ElapsedProps = { from: string | null; to: string | null; className?: string }

/** How long it took, or has taken until now. */
export function Elapsed({ from, to, className }: ElapsedProps) {
  const now = useNow(100, from !== null && to === null)
  const ms = elapsedMs(from, to, now)
  return <span className={className}>{ms === null ? '–' : formatDuration(ms)}</span>
}
