import { useQuery } from '@tanstack/react-query'
import type { DashboardRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { ErrorState } from '@/shared/ui/error-state'
import { Page } from '@/shared/ui/page'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { dashboardQuery } from './dashboard-queries'
import { Failures } from './failures'
import { Figures } from './figures'
import { FirstSteps } from './first-steps'
import { RunBars } from './run-bars'
import { RunYear } from './run-year'
import { SPAN_NAMES, SPANS, type SpanName } from './span'
import { Standing } from './standing'

type DashboardPageProps = { span: SpanName; onSpan: (span: SpanName) => void }

/** How runs went, what fails, and how things stand; every figure leads to its list. */
export function DashboardPage({ span, onSpan }: DashboardPageProps) {
  const query = useQuery(dashboardQuery(span))
  const select = (
    <Select
      aria-label={t('Time range')}
      value={span}
      onValue={onSpan}
      options={SPAN_NAMES.map((name) => ({ value: name, label: t(SPANS[name].label) }))}
      className="w-40"
    />
  )
  return (
    <Page title={t('Dashboard')} actions={select}>
      <div className="mx-auto flex max-w-300 flex-col gap-4 p-4">
        <FirstSteps />
        {query.isPending ? (
          <LoadingRows label={t('Loading the figures')} />
        ) : query.isError && !query.data ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          query.data && <Loaded data={query.data} span={span} />
        )}
      </div>
    </Page>
  )
}

function Loaded({ data, span }: { data: DashboardRead; span: SpanName }) {
  return (
    <>
      <Figures data={data} span={span} />
      <RunBars title={t('Runs over time')} data={data} label={t(SPANS[span].label)} />
      <div className="grid gap-4 wide:grid-cols-3">
        <Failures data={data} span={span} />
        <Standing now={data.now} />
      </div>
      <RunYear />
    </>
  )
}
