import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatUsd } from '@/features/models'
import type { RunFilters } from '@/features/runs'
import type { DashboardRead, RunStatus } from '@/shared/api/types'
import { formatNumber, plural, t } from '@/shared/i18n/texts'
import { formatDuration, formatPercent } from '@/shared/lib/format'
import { usageQuery } from './dashboard-queries'
import { change, percent, successRate } from './shares'
import { SPANS, type SpanName } from './span'

type FiguresProps = { data: DashboardRead; span: SpanName }

/** The figures at the top, each with how it was in the span before. */
export function Figures({ data: { runs, before }, span }: FiguresProps) {
  const rate = successRate(runs)
  const rateBefore = successRate(before)
  const { within } = SPANS[span]
  return (
    <ul
      aria-label={t('Figures')}
      className="grid grid-cols-2 gap-3 sm:grid-cols-3 wide:grid-cols-6"
    >
      <RunFigure
        within={within}
        label={t('Runs')}
        value={formatNumber(runs.total)}
        note={change(runs.total, before.total)}
      />
      <RunFigure
        within={within}
        label={t('Success rate')}
        value={percent(rate)}
        note={rateBefore === null ? '' : t('before: {value}', { value: percent(rateBefore) })}
        status="succeeded"
      />
      <RunFigure
        within={within}
        label={t('Failed')}
        value={formatNumber(runs.failed)}
        note={change(runs.failed, before.failed)}
        status="failed"
        isBad={runs.failed > 0}
      />
      <RunFigure
        within={within}
        label={t('Half took at most')}
        value={seconds(runs.p50_s)}
        note={took(before.p50_s)}
        status="succeeded"
        tookAtLeast={runs.p50_s}
      />
      <RunFigure
        within={within}
        label={t('{share} took at most', { share: formatPercent(0.95) })}
        value={seconds(runs.p95_s)}
        note={took(before.p95_s)}
        status="succeeded"
        tookAtLeast={runs.p95_s}
      />
      <Cost span={span} />
    </ul>
  )
}

/** Runs of quick steps alone take no time that could be measured. */
function seconds(value: number | null): string {
  if (value === null) return '–'
  return value < 0.001 ? t('under 1 ms') : formatDuration(value * 1000)
}

const took = (value: number | null) =>
  value === null ? '' : t('before: {value}', { value: seconds(value) })

type RunFigureProps = {
  label: string
  value: string
  note: string
  /** The runs that it leads to were made in this time, */
  within: RunFilters['within']
  /** and have this status; all of them when left out. */
  status?: RunStatus
  /** and took this many seconds or more: the slow ones. */
  tookAtLeast?: number | null
  isBad?: boolean
}

function RunFigure(props: RunFigureProps) {
  const { within, status, tookAtLeast, isBad = false, label, value, note } = props
  return (
    <Figure label={label} note={note}>
      <Link
        to="/runs"
        search={{
          within,
          ...(status && { status: [status] }),
          ...(tookAtLeast && { took_at_least_s: Math.floor(tookAtLeast * 1_000) / 1_000 || 0.001 }),
        }}
        aria-label={`${label}: ${value}`}
        className={`${valueStyle} ${isBad ? 'text-failed' : ''}`}
      >
        {value}
      </Link>
    </Figure>
  )
}

/** What models cost in the span; it leads to who used them. */
function Cost({ span }: { span: SpanName }) {
  const { data, isError } = useQuery(usageQuery(span))
  const label = t('Cost of models')
  const value = data ? formatUsd(data.total.cost_usd) : '–'
  const tokens = data && data.total.input_tokens + data.total.output_tokens
  return (
    <Figure
      label={label}
      note={
        isError && !data
          ? t('It was not loaded.')
          : tokens === undefined
            ? ''
            : plural(tokens, '{count} token', '{count} tokens')
      }
    >
      <Link
        to="/models"
        search={{ tab: 'usage', span }}
        aria-label={`${label}: ${value}`}
        className={valueStyle}
      >
        {value}
      </Link>
    </Figure>
  )
}

const valueStyle = 'num block font-semibold text-lg after:absolute after:inset-0'

type FigureProps = { label: string; note: string; children: ReactNode }

function Figure({ label, note, children }: FigureProps) {
  return (
    <li className="relative rounded-card border border-line bg-raised px-3 py-2.5 hover:border-line-strong">
      <p className="text-ink-3 text-xs">{label}</p>
      {children}
      <p className="num min-h-4 text-ink-3 text-xs">{note}</p>
    </li>
  )
}
