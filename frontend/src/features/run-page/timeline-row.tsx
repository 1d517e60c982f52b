import { PowerOff } from 'lucide-react'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { formatDuration } from '@/shared/lib/format'
import { STATUS_LOOKS } from '@/shared/lib/status'
import { STATUS_COLORS, StatusIcon } from '@/shared/ui/status'
import type { LoopCounts } from './loops/loop-counts'
import type { Fold } from './time-axis'
import type { Bar, Row } from './timeline'

export const ROW_PX = 32
/** Name, bars, duration: the same for the axis and the rows. A narrow window has no room for the last. */
export const GRID = 'grid grid-cols-[9rem_1fr] sm:grid-cols-[minmax(8rem,13rem)_1fr_6rem]'

type TimelineRowProps = {
  id: string
  row: Row
  folds: readonly Fold[]
  top: number
  isSelected: boolean
  onSelect: () => void
}

export function TimelineRow({ id, row, folds, top, isSelected, onSelect }: TimelineRowProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its chosen row
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys for all of its rows
    <div
      id={id}
      role="option"
      aria-selected={isSelected}
      data-step={row.key}
      data-status={row.status ?? 'unreached'}
      onClick={onSelect}
      style={{ top, height: ROW_PX }}
      className={cn(
        GRID,
        'absolute inset-x-0 cursor-default items-center px-4 hover:bg-canvas',
        isSelected && 'bg-accent-wash hover:bg-accent-wash',
      )}
    >
      <Name row={row} />
      <Lane row={row} folds={folds} isSelected={isSelected} />
      <span className="num hidden truncate text-right sm:block font-mono text-ink-2 text-xs">
        {row.durationMs === null ? '' : formatDuration(row.durationMs)}
      </span>
    </div>
  )
}

function Name({ row }: { row: Row }) {
  const { status } = row
  return (
    <span className="flex min-w-0 items-center gap-2 pr-3">
      <StatusIcon status={status ?? 'queued'} className={cn(!status && 'opacity-40')} />
      <span className="sr-only">{status ? t(STATUS_LOOKS[status].word) : t('Not reached')}:</span>
      <span
        className={cn(
          'truncate',
          (isQuiet(row) || row.disabled) && 'text-ink-3',
          row.disabled && 'line-through',
        )}
      >
        {row.name}
      </span>
      {row.iteration && <span className="font-mono text-2xs text-ink-3">#{row.iteration}</span>}
      {row.disabled && <DisabledMark />}
      {row.counts && <Counts counts={row.counts} />}
      {row.attempts > 1 && (
        <span className="num font-mono text-2xs text-retrying">
          ×{row.attempts}
          <span className="sr-only"> {t('attempts')}</span>
        </span>
      )}
    </span>
  )
}

function DisabledMark() {
  return (
    <span title={t('Disabled: the run passed through it')} className="shrink-0 text-ink-3">
      <PowerOff aria-hidden className="size-3.5" />
      <span className="sr-only">{t('Disabled: the run passed through it')}</span>
    </span>
  )
}

/** How far a loop is that runs in batches. */
function Counts({ counts }: { counts: LoopCounts }) {
  const { done, failed, total } = counts
  return (
    <span className="num ml-auto shrink-0 font-mono text-2xs text-ink-3">
      {t('{done} of {total}', { done, total })}
      {failed > 0 && (
        <span className="text-failed"> · {t('{count} failed', { count: failed })}</span>
      )}
    </span>
  )
}

/** Nothing happened there. */
const isQuiet = ({ status }: Row) => status === null || status === 'skipped'

type LaneProps = Pick<TimelineRowProps, 'row' | 'folds' | 'isSelected'>

function Lane({ row, folds, isSelected }: LaneProps) {
  return (
    <span
      aria-hidden
      className={cn('relative h-3.5 rounded-chip bg-sunken', isSelected && 'bg-surface')}
    >
      {folds.map((fold) => (
        <span key={fold.left} className="absolute inset-y-0 bg-line/60" style={across(fold)} />
      ))}
      {row.pauses.map((pause) => (
        <span
          key={pause.left}
          className="absolute top-1/2 border-retrying border-t border-dashed"
          style={across(pause)}
        />
      ))}
      {row.bars.map((bar) => (
        <BarMark key={bar.attempt} bar={bar} />
      ))}
    </span>
  )
}

const percent = (share: number) => `${share * 100}%`
const across = ({ left, width }: { left: number; width: number }) => ({
  left: percent(left),
  width: percent(width),
})

function BarMark({ bar }: { bar: Bar }) {
  const attempt = bar.attempt > 1 ? `${t('Attempt {attempt}', { attempt: bar.attempt })}: ` : ''
  return (
    <span
      title={`${attempt}${t(STATUS_LOOKS[bar.status].word)}, ${formatDuration(bar.durationMs)}`}
      // Even the shortest is seen, and none runs over the end.
      style={{ ...across(bar), minWidth: 4, left: `min(${percent(bar.left)}, 100% - 4px)` }}
      className={cn(
        'absolute inset-y-0 rounded-[2px]',
        STATUS_COLORS[bar.status],
        bar.isWait ? 'border border-current border-dashed bg-surface' : 'bg-current',
        bar.status === 'failed' && !bar.isWait && 'hatch-failed',
      )}
    />
  )
}
