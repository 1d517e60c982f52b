import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { runsQuery } from '@/features/runs'
import type { RunRead, RunSummary } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { elapsedMs, formatDuration, formatTime } from '@/shared/lib/format'
import { shortId } from '@/shared/lib/short-id'
import { STATUS_LOOKS } from '@/shared/lib/status'
import { ErrorState } from '@/shared/ui/error-state'
import { Page } from '@/shared/ui/page'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { StatusBadge } from '@/shared/ui/status'
import { runGraphQuery, runQuery, stepsQuery, timelineNodes } from '../run-queries'
import { ComparedSteps } from './compared-steps'

type ComparePageProps = {
  runId: string
  /** Id of the run beside it. */
  other: string | undefined
  onOther: (runId: string) => void
}

/** Two runs of a workflow: how each step ended in both, how long it took, and what it gave. */
export function ComparePage({ runId, other, onOther }: ComparePageProps) {
  const run = useQuery(runQuery(runId))
  return (
    <Page title={t('Compare runs')}>
      {run.isError && <ErrorState error={run.error} onRetry={() => run.refetch()} />}
      {run.isPending && <LoadingRows rows={8} label={t('Loading the run')} />}
      {run.data && <Loaded run={run.data} other={other} onOther={onOther} />}
    </Page>
  )
}

type LoadedProps = Omit<ComparePageProps, 'runId'> & { run: RunRead }

function Loaded({ run, other, onOther }: LoadedProps) {
  const listed = useInfiniteQuery(runsQuery({ workflow: run.workflow_id }))
  const others = (listed.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((each) => each.id !== run.id)
  const isListed = others.some((each) => each.id === other)
  return (
    <>
      <section
        aria-label={t('Which runs')}
        className="grid gap-4 border-line border-b p-4 sm:grid-cols-2"
      >
        <RunFacts run={run} label="A" />
        <div className="space-y-2">
          <Select
            aria-label={t('Run beside it')}
            value={other}
            onValue={onOther}
            placeholder={
              others.length > 0 ? t('Choose a run…') : t('This workflow has no other run')
            }
            disabled={others.length === 0 && !other}
            options={[
              ...(other && !isListed ? [{ value: other, label: shortId(other) }] : []),
              ...others.map((each) => ({ value: each.id, label: optionOf(each) })),
            ]}
            className="border-line"
          />
          {other && <OtherFacts runId={other} />}
        </div>
      </section>
      {other ? (
        <Steps run={run} other={other} />
      ) : (
        <p className="p-6 text-center text-ink-3">
          {t('Choose the run to compare this one with.')}
        </p>
      )}
    </>
  )
}

const optionOf = (run: RunSummary) =>
  `${shortId(run.id)} · ${t(STATUS_LOOKS[run.status].word)} · ${formatTime(run.created_at)}`

function OtherFacts({ runId }: { runId: string }) {
  const { data } = useQuery(runQuery(runId))
  return data ? <RunFacts run={data} label="B" /> : null
}

function RunFacts({ run, label }: { run: RunRead; label: string }) {
  const ms = elapsedMs(run.started_at, run.finished_at, Date.now())
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="font-semibold">{label}</span>
      <StatusBadge status={run.status} />
      <Link
        to="/runs/$runId"
        params={{ runId: run.id }}
        className="rounded-chip font-mono text-xs underline underline-offset-2"
      >
        {shortId(run.id)}
      </Link>
      <span className="text-ink-2">{run.version === null ? t('draft') : `v${run.version}`}</span>
      <span className="num font-mono text-xs">{ms === null ? '' : formatDuration(ms)}</span>
      <span className="text-ink-3">{formatTime(run.created_at)}</span>
    </p>
  )
}

function Steps({ run, other }: { run: RunRead; other: string }) {
  const a = useQuery(stepsQuery(run.id, 0))
  const b = useQuery(stepsQuery(other, 0))
  const graph = useQuery(runGraphQuery(run.id)).data
  const failed = a.isError ? a : b.isError ? b : null
  if (failed) return <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
  if (!a.data || !b.data) return <LoadingRows rows={8} label={t('Loading the steps')} />
  const names = new Map(graph ? timelineNodes(graph).map(({ id, name }) => [id, name]) : [])
  return <ComparedSteps a={a.data} b={b.data} nameOf={(nodeId) => names.get(nodeId) || nodeId} />
}
