import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef } from 'react'
import { t } from '@/shared/i18n/texts'
import { formatDuration } from '@/shared/lib/format'
import type { Fold, Tick } from './time-axis'
import type { Timeline } from './timeline'
import { GRID, ROW_PX, TimelineRow } from './timeline-row'

type TimelineViewProps = {
  timeline: Timeline
  selected: string | undefined
  onSelect: (key: string) => void
}

/** What ran when: one row a step, its attempts as bars on one axis of time. */
export function TimelineView({ timeline, selected, onSelect }: TimelineViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { rows } = timeline
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  })
  const index = rows.findIndex((row) => row.key === selected)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const next = step && rows[Math.min(Math.max(index + step, 0), rows.length - 1)]
    if (!next) return
    event.preventDefault()
    onSelect(next.key)
    virtualizer.scrollToIndex(rows.indexOf(next))
  }
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <Axis ticks={timeline.ticks} folds={timeline.folds} />
      <div
        ref={scroller}
        role="listbox"
        aria-label={t('Steps of the run')}
        tabIndex={0}
        aria-activedescendant={selected && index >= 0 ? optionId(selected) : undefined}
        onKeyDown={onKeyDown}
        className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      >
        <div role="none" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return (
              row && (
                <TimelineRow
                  key={row.key}
                  id={optionId(row.key)}
                  row={row}
                  folds={timeline.folds}
                  top={item.start}
                  isSelected={row.key === selected}
                  onSelect={() => onSelect(row.key)}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

const optionId = (key: string) => `timeline-${key}`

type AxisProps = { ticks: readonly Tick[]; folds: readonly Fold[] }

function Axis({ ticks, folds }: AxisProps) {
  return (
    <div aria-hidden className={`${GRID} h-8 shrink-0 items-center border-line border-b px-4`}>
      <span className="font-medium text-ink-3 text-xs">{t('Step')}</span>
      <div className="num relative h-full max-sm:[&>*:nth-child(even)]:hidden font-mono text-2xs text-ink-3">
        {ticks.map(({ left, label }) => (
          <span
            key={left}
            className="absolute top-2 whitespace-nowrap"
            style={{ left: `${left * 100}%` }}
          >
            {label}
          </span>
        ))}
        {folds.map((fold) => (
          <span
            key={fold.left}
            title={t('Nothing ran for {duration}: drawn short', {
              duration: formatDuration(fold.durationMs),
            })}
            className="absolute inset-y-0 flex items-center justify-center overflow-visible whitespace-nowrap bg-surface px-1 text-ink-2"
            style={{ left: `${(fold.left + fold.width / 2) * 100}%`, translate: '-50%' }}
          >
            ⋯ {formatDuration(fold.durationMs)} ⋯
          </span>
        ))}
      </div>
      <span className="hidden text-right font-medium text-ink-3 text-xs sm:block">{t('Took')}</span>
    </div>
  )
}
