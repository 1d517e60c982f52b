import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { RunFilters } from '@/features/runs'
import type { DashboardRead } from '@/shared/api/types'
import { formatNumber, t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { STATUS_LOOKS } from '@/shared/lib/status'
import { Tooltip } from '@/shared/ui/tooltip'
import { useArrows } from './use-arrows'

type Bucket = DashboardRead['buckets'][number]
type Status = NonNullable<RunFilters['status']>[number]

const total = ({ succeeded, failed, other }: Bucket) => succeeded + failed + other

/** From the top: what failed stands on what succeeded. */
const PARTS = [
  { part: 'failed', colour: 'bg-failed', status: ['failed'] },
  { part: 'succeeded', colour: 'bg-succeeded', status: ['succeeded'] },
  {
    part: 'other',
    colour: 'bg-line-strong',
    status: ['queued', 'running', 'waiting', 'paused', 'cancelled'],
  },
] as const satisfies readonly { part: keyof Bucket; colour: string; status: readonly Status[] }[]

export type Bars = Pick<DashboardRead, 'buckets' | 'until'>

type RunBarsProps = {
  title: string
  data: Bars
  /** The span in words. */
  label: string
  /** What one should know of the numbers. */
  note?: string
  /** How a bar's beginning is said. */
  formatAt?: (iso: string) => string
}

/** Each bar, and each part of it, leads to its runs. */
export function RunBars({ title, data, label, note, formatAt = formatTime }: RunBarsProps) {
  const { buckets } = data
  const most = Math.max(1, ...buckets.map(total))
  const sum = buckets.reduce((count, each) => count + total(each), 0)
  const failed = buckets.reduce((count, each) => count + each.failed, 0)
  return (
    <section aria-label={title} className="rounded-card border border-line bg-raised p-3">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-semibold text-sm">{title}</h2>
        <Legend />
      </div>
      <p className="sr-only">
        {t('{label}: {sum} runs, {failed} of them failed; at most {most} at a time.', {
          label,
          sum,
          failed,
          most,
        })}
      </p>
      {sum === 0 ? (
        <p className="grid h-28 place-items-center text-ink-3">{t('No runs in this time.')}</p>
      ) : (
        <div className="flex gap-2">
          <div
            aria-hidden
            className="num flex h-28 flex-col justify-between text-right text-ink-3 text-xs leading-none"
          >
            <span>{formatNumber(most)}</span>
            <span>0</span>
          </div>
          <BarList title={title} data={data} most={most} formatAt={formatAt} />
        </div>
      )}
      <div aria-hidden className="num mt-1 flex justify-between text-ink-3 text-xs">
        <span>{buckets[0] && formatAt(buckets[0].at)}</span>
        <span>{t('now')}</span>
      </div>
      {note && <p className="mt-2 text-ink-3 text-xs">{note}</p>}
    </section>
  )
}

/** What the colours mean; for the ear each bar says it. */
function Legend() {
  return (
    <p aria-hidden className="flex gap-3 text-ink-3 text-xs">
      {PARTS.map(({ part, colour }) => (
        <span key={part} className="flex items-center gap-1.5">
          <span className={`size-2 rounded-[2px] ${colour}`} />
          {wordOf(part)}
        </span>
      ))}
    </p>
  )
}

type BarListProps = Required<Pick<RunBarsProps, 'title' | 'data' | 'formatAt'>> & { most: number }

/** One stop of the Tab key; arrows go from bar to bar, and up and down through the parts of one. */
function BarList({ title, data: { buckets, until }, most, formatAt }: BarListProps) {
  const [chosen, setChosen] = useState<number | null>(null)
  const last = buckets.findLastIndex((each) => total(each) > 0)
  const isThere = chosen !== null && total(buckets[chosen] ?? NOTHING) > 0
  const arrows = useArrows(setChosen)
  return (
    <ul
      data-chart
      aria-label={title}
      className="flex h-28 min-w-0 flex-1 items-end gap-px border-line border-b"
      {...arrows}
    >
      {buckets.map((each, at) => (
        <Bar
          // biome-ignore lint/suspicious/noArrayIndexKey: their times move on, their places stay
          key={at}
          bucket={each}
          until={buckets[at + 1]?.at ?? until}
          time={formatAt(each.at)}
          most={most}
          isStop={at === (isThere ? chosen : last)}
        />
      ))}
    </ul>
  )
}

const NOTHING: Bucket = { at: '', succeeded: 0, failed: 0, other: 0 }

type BarProps = { bucket: Bucket; until: string; time: string; most: number; isStop: boolean }

function Bar({ bucket, until, time, most, isStop }: BarProps) {
  // Empty ones keep their place, for the eye alone.
  if (total(bucket) === 0) return <li aria-hidden className="flex-1" />
  const words = t('{time}: {succeeded} succeeded, {failed} failed, {other} other', {
    time,
    succeeded: bucket.succeeded,
    failed: bucket.failed,
    other: bucket.other,
  })
  const made = { since: bucket.at, until }
  return (
    <li className="relative flex h-full flex-1 flex-col justify-end hover:bg-sunken">
      <Tooltip label={words}>
        <Link
          to="/runs"
          search={made}
          aria-label={words}
          tabIndex={isStop ? 0 : -1}
          className="absolute inset-0"
        />
      </Tooltip>
      {PARTS.filter(({ part }) => bucket[part] > 0).map(({ part, colour, status }) => (
        <Tooltip key={part} label={words}>
          <Link
            to="/runs"
            search={{ ...made, status: [...status] }}
            aria-label={`${time}: ${wordOf(part)}: ${formatNumber(bucket[part])}`}
            tabIndex={-1}
            className={`relative min-h-0.5 shrink-0 hover:brightness-110 ${colour}`}
            style={{ height: `${(100 * bucket[part]) / most}%` }}
          />
        </Tooltip>
      ))}
    </li>
  )
}

const wordOf = (part: (typeof PARTS)[number]['part']) =>
  part === 'other' ? t('Other') : t(STATUS_LOOKS[part].word)
