import { Link } from '@tanstack/react-router'
import type { DashboardRead, RunStatus } from '@/shared/api/types'
import { formatNumber, t } from '@/shared/i18n/texts'
import { formatDuration } from '@/shared/lib/format'
import { change, percent, successRate } from './shares'

/** The figures at the top, each with how it was in the span before. */
export function Figures({ data: { runs, before } }: { data: DashboardRead }) {
  const rate = successRate(runs)
  const rateBefore = successRate(before)
  return (
    <ul
      aria-label={t('Figures')}
      className="grid grid-cols-2 gap-3 sm:grid-cols-3 wide:grid-cols-5"
    >
      <Figure
        label={t('Runs')}
        value={formatNumber(runs.total)}
        note={change(runs.total, before.total)}
      />
      <Figure
        label={t('Success rate')}
        value={percent(rate)}
        note={rateBefore === null ? '' : t('before: {value}', { value: percent(rateBefore) })}
        status="succeeded"
      />
      <Figure
        label={t('Failed')}
        value={formatNumber(runs.failed)}
        note={change(runs.failed, before.failed)}
        status="failed"
        isBad={runs.failed > 0}
      />
      <Figure
        label={t('Half took at most')}
        value={seconds(runs.p50_s)}
        note={took(before.p50_s)}
        status="succeeded"
      />
      <Figure
        label={t('95 % took at most')}
        value={seconds(runs.p95_s)}
        note={took(before.p95_s)}
        status="succeeded"
      />
    </ul>
  )
}

const seconds = (value: number | null) => (value === null ? '–' : formatDuration(value * 1000))

const took = (value: number | null) =>
  value === null ? '' : t('before: {value}', { value: seconds(value) })

type FigureProps = {
  label: string
  value: string
  note: string
  /** The runs that it leads to; all of them when left out. */
  status?: RunStatus
  isBad?: boolean
}

function Figure({ label, value, note, status, isBad = false }: FigureProps) {
  return (
    <li className="relative rounded-card border border-line bg-raised px-3 py-2.5 hover:border-line-strong">
      <p className="text-ink-3 text-xs">{label}</p>
      <Link
        to="/runs"
        search={status ? { status: [status] } : {}}
        aria-label={`${label}: ${value}`}
        className={`num block font-semibold text-lg after:absolute after:inset-0 ${isBad ? 'text-failed' : ''}`}
      >
        {value}
      </Link>
      <p className="num min-h-4 text-ink-3 text-xs">{note}</p>
    </li>
  )
}
