import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { GitFork } from 'lucide-react'
import type { RunRead, RunSummary } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { shortId } from '@/shared/lib/short-id'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { StatusBadge } from '@/shared/ui/status'
import { Ago } from '@/shared/ui/time'
import { childrenQuery } from './fork/fork-queries'

const RELATIONS = {
  retry: 'Retry|noun',
  fork: 'Fork|noun',
  call: 'Sub-run',
  item: 'Item|of a loop',
} as const
const RELATIONS_OF = {
  retry: 'Retry of',
  fork: 'Fork of',
  call: 'Sub-run of',
  item: 'Item of',
} as const

type ParentLinkProps = { run: RunRead; nameOf: (nodeId: string) => string }

/** Where the run comes from, for the line of facts; nothing for a first run. */
export function ParentLink({ run, nameOf }: ParentLinkProps) {
  if (!run.parent_run_id || !run.relation) return null
  return (
    <span className="flex items-center gap-1">
      {t(RELATIONS_OF[run.relation])}
      <Link
        to="/runs/$runId"
        params={{ runId: run.parent_run_id }}
        className="rounded-chip font-mono text-xs underline underline-offset-2"
      >
        {shortId(run.parent_run_id)}…
      </Link>
      {run.parent_node_id && run.relation === 'fork' && (
        <span className="text-ink-3">{t('at {name}', { name: nameOf(run.parent_node_id) })}</span>
      )}
      {run.relation === 'item' && (
        <span className="font-mono text-ink-3 text-xs">#{run.parent_iteration}</span>
      )}
    </span>
  )
}

/** Runs that come from this one: its retry, its forks, and the sub-runs that its steps started. */
export function ChildRuns({ runId }: { runId: string }) {
  const query = useInfiniteQuery(childrenQuery(runId))
  if (query.isPending) return <LoadingRows rows={4} label={t('Loading related runs')} />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  const runs = query.data.pages.flatMap((page) => page.items)
  if (runs.length === 0) {
    return (
      <EmptyState icon={GitFork} title={t('No run comes from this one.')}>
        {t('Its retry, its forks and the sub-runs that its steps start stand here.')}
      </EmptyState>
    )
  }
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t('Runs that come from this one')}
      className="h-full overflow-auto -outline-offset-2"
    >
      <ul className="divide-y divide-line">
        {runs.map((run) => (
          <ChildRun key={run.id} run={run} />
        ))}
      </ul>
      <LoadMore query={query} />
    </section>
  )
}

/** Of an item, its loop: the step that starts it is the compiler's. */
const placeOf = (nodeId: string) => nodeId.replace(/__item$/, '')

export function ChildRun({ run }: { run: RunSummary }) {
  return (
    <li className="flex h-9 items-center gap-3 px-4">
      <StatusBadge status={run.status} />
      <Link
        to="/runs/$runId"
        params={{ runId: run.id }}
        className="min-w-0 truncate rounded-chip font-medium hover:underline"
      >
        {run.relation ? t(RELATIONS[run.relation]) : t('Run')}
        {run.relation === 'item' && ` #${run.parent_iteration}`}
        {run.parent_node_id && ` ${t('at {name}', { name: placeOf(run.parent_node_id) })}`}
        {run.relation === 'call' && `: ${run.workflow_name}`}
      </Link>
      <span className="ml-auto font-mono text-ink-3 text-xs">{shortId(run.id)}</span>
      <Ago at={run.created_at} className="num shrink-0 text-ink-3 text-xs" />
    </li>
  )
}
