import { useQuery } from '@tanstack/react-query'
import { ChartNoAxesColumn } from 'lucide-react'
import type { UsageFigures, UsageRead } from '@/shared/api/types'
import { formatNumber, t } from '@/shared/i18n/texts'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { SPANS, USAGE_BY, type UsageBy, type UsageSpan } from './choices'
import { usageQuery } from './models-queries'
import { formatTokens, formatUsd, unpricedWords } from './money'
import { UsageTable } from './usage-table'

const BY = {
  model: 'By model',
  workflow: 'By workflow',
  account: 'By user',
  credential: 'By credential',
  day: 'By day',
} as const

const SPAN_NAMES = {
  hour: 'Last hour',
  day: 'Last 24 hours',
  week: 'Last 7 days',
  month: 'Last 30 days',
  quarter: 'Last 90 days',
  year: 'Last 365 days',
} as const

type UsagePanelProps = {
  by: UsageBy
  span: UsageSpan
  onBy: (by: UsageBy) => void
  onSpan: (span: UsageSpan) => void
}

/** Calls, tokens and cost of a time, as figures and by what one wants to know. */
export function UsagePanel({ by, span, onBy, onSpan }: UsagePanelProps) {
  const query = useQuery(usageQuery(by, span))
  return (
    <div className="mx-auto flex max-w-300 flex-col gap-4 p-4">
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label={t('Time range')}
          value={span}
          onValue={onSpan}
          options={SPANS.map((value) => ({ value, label: t(SPAN_NAMES[value]) }))}
          className="w-40"
        />
        <Select
          aria-label={t('Rows stand for')}
          value={by}
          onValue={onBy}
          options={USAGE_BY.map((value) => ({ value, label: t(BY[value]) }))}
          className="w-40"
        />
      </div>
      {query.isPending ? (
        <LoadingRows rows={6} label={t('Loading the usage')} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        query.data && <Loaded usage={query.data} />
      )}
    </div>
  )
}

function Loaded({ usage }: { usage: UsageRead }) {
  if (usage.total.calls === 0) {
    return (
      <EmptyState icon={ChartNoAxesColumn} title={t('No model was called in this time.')}>
        {t('Every call of a model counts here once, with its tokens and what it cost.')}
      </EmptyState>
    )
  }
  return (
    <>
      <Totals total={usage.total} />
      <UsageTable usage={usage} />
    </>
  )
}

function Totals({ total }: { total: UsageFigures }) {
  const unpriced = total.unpriced > 0 && unpricedWords(total.unpriced)
  const failed = total.failed > 0 && t('{count} failed', { count: total.failed })
  const cached = total.cached > 0 && t('{count} from the cache', { count: total.cached })
  const notes = [failed, cached].filter(Boolean).join(' · ')
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      <Figure label={t('Cost')} value={formatUsd(total.cost_usd)} note={unpriced || ''} />
      <Figure label={t('Calls')} value={formatNumber(total.calls)} note={notes} />
      <Figure label={t('Input tokens')} value={formatTokens(total.input_tokens)} />
      <Figure label={t('Output tokens')} value={formatTokens(total.output_tokens)} />
    </dl>
  )
}

function Figure({ label, value, note = '' }: { label: string; value: string; note?: string }) {
  return (
    <div className="rounded-card border border-line bg-raised px-3 py-2.5">
      <dt className="text-ink-3 text-xs">{label}</dt>
      <dd className="num font-semibold text-lg">{value}</dd>
      <dd className="num min-h-4 text-ink-3 text-xs">{note}</dd>
    </div>
  )
}
