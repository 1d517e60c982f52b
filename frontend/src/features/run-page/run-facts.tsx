import type { ReactNode } from 'react'
import { attemptsMade, type RunState, type RunStore, useRunState } from '@/features/run-stream'
import { StartedBy } from '@/features/runs'
import type { RunRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { shortId } from '@/shared/lib/short-id'
import { CopyButton } from '@/shared/ui/copy-button'
import { Elapsed } from '@/shared/ui/time'
import { ParentLink } from './related-runs'
import type { TimelineNode } from './timeline'

type RunFactsProps = { run: RunRead; store: RunStore; nodes: readonly TimelineNode[] }

/** The key facts of a run, in one line. */
export function RunFacts({ run, store, nodes }: RunFactsProps) {
  const done = useRunState(store, countDone)
  const retries = useRunState(store, countRetries)
  const total = nodes.filter((node) => !node.isElsewhere && !node.item).length
  const nameOf = (nodeId: string) => nodes.find(({ id }) => id === nodeId)?.name || nodeId
  return (
    <dl className="flex flex-wrap items-center gap-x-6 gap-y-1 border-line border-b bg-surface px-4 py-2">
      <Fact name={run.finished_at ? t('Took') : t('So far')}>
        <Elapsed from={run.started_at} to={run.finished_at} className="num font-mono text-xs" />
      </Fact>
      <Fact name={t('Started')}>{formatTime(run.started_at ?? run.created_at)}</Fact>
      {/* An item of a loop says below where it comes from. */}
      {run.relation !== 'item' && (
        <Fact name={t('Started by')}>
          <StartedBy run={run} />
        </Fact>
      )}
      <Fact name={t('Steps')}>
        <span className="num font-mono text-xs">
          {done}
          {total > 0 && ` ${t('of {total}', { total })}`}
        </span>
      </Fact>
      {retries > 0 && (
        <Fact name={t('Retries')}>
          <span className="num font-mono text-xs">{retries}</span>
        </Fact>
      )}
      <Fact name={t('Run')}>
        <span className="font-mono text-xs">{shortId(run.id)}…</span>
        <CopyButton value={run.id} label={t('Copy the run’s id')} className="-my-1" />
      </Fact>
      {run.key && (
        <Fact name={t('Key')}>
          <span className="max-w-48 truncate font-mono text-xs">{run.key}</span>
        </Fact>
      )}
      {run.parent_run_id && (
        <Fact name={t('From')}>
          <ParentLink run={run} nameOf={nameOf} />
        </Fact>
      )}
    </dl>
  )
}

type FactProps = { name: string; children: ReactNode }

function Fact({ name, children }: FactProps) {
  return (
    <div className="flex items-center gap-1.5">
      <dt className="text-ink-3">{name}</dt>
      <dd className="flex items-center gap-0.5">{children}</dd>
    </div>
  )
}

/** Nodes, as the graph has them: one in a loop counts once. */
const countDone = ({ nodes }: RunState) =>
  Object.values(nodes).filter((step) => step.newest.finished_at !== null || isOver(step.newest))
    .length

const isOver = ({ status }: { status: string }) => status === 'skipped' || status === 'cancelled'

const countRetries = ({ steps }: RunState) =>
  Object.values(steps).reduce((sum, step) => sum + Math.max(attemptsMade(step) - 1, 0), 0)
