import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { type RunStore, useRunState } from '@/features/run-stream'
import type { RoundRead, RunRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { NoValue } from '../value-panel'
import type { AgentPlace } from './agents'
import { RoundCard } from './round-card'
import { roundsQuery } from './rounds-queries'

const ReplayDialog = lazy(async () => ({
  default: (await import('./replay-dialog')).ReplayDialog,
}))

type RoundsPanelProps = {
  run: RunRead
  store: RunStore
  agent: AgentPlace
  /** Not where another run than the one on the page would begin again. */
  mayReplay: boolean
}

/** What an agent did, round by round: what it was told, what it said and asked for, what that took. */
export function RoundsPanel({ run, store, agent, mayReplay }: RoundsPanelProps) {
  const think = `${agent.nodeId}__think`
  // Another round has begun or ended: whatever else happens in the run changes nothing here.
  const seq = useRunState(store, ({ steps }) =>
    Object.values(steps).reduce(
      (newest, step) => (step.node_id === think ? Math.max(newest, step.newest.seq) : newest),
      0,
    ),
  )
  const query = useInfiniteQuery(roundsQuery(run.id, agent, seq))
  const [replayed, setReplayed] = useState<RoundRead | null>(null)
  if (seq === 0) return <NoValue>{t('Its first round has not begun.')}</NoValue>
  if (query.isPending) return <LoadingRows rows={4} label={t('Loading the rounds')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const rounds = query.data.pages.flatMap((page) => page.items)
  return (
    <div className="h-full overflow-auto">
      <ol aria-label={t('Rounds')} className="divide-y divide-line">
        {rounds.map((round) => (
          <RoundCard
            key={round.iteration}
            runId={run.id}
            nodeId={think}
            round={round}
            {...(mayReplay && { onReplay: () => setReplayed(round) })}
          />
        ))}
      </ol>
      <LoadMore query={query} />
      {replayed && (
        <Suspense>
          <ReplayDialog
            run={run}
            agent={agent}
            round={replayed}
            system={rounds[0]?.told.find(({ role }) => role === 'system')}
            onClose={() => setReplayed(null)}
          />
        </Suspense>
      )}
    </div>
  )
}
