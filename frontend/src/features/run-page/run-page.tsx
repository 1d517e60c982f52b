import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type RunStore, useRunEvents, useRunState } from '@/features/run-stream'
import type { GraphDocument, RunRead } from '@/shared/api/types'
import { shortId } from '@/shared/lib/short-id'
import { useIsWide } from '@/shared/lib/use-is-wide'
import { Badge } from '@/shared/ui/badge'
import { ErrorState } from '@/shared/ui/error-state'
import { Page } from '@/shared/ui/page'
import { LoadingRows } from '@/shared/ui/skeleton'
import { StatusBadge } from '@/shared/ui/status'
import { ConnectionBanner } from './connection-banner'
import { RunActions } from './run-actions'
import { NarrowLayout, WideLayout } from './run-layout'
import { runQuery } from './run-queries'
import type { RunSearch } from './run-search'

export type GraphSlotProps = {
  graph: GraphDocument
  store: RunStore
  /** Id of the chosen node. */
  selected: string | undefined
  onSelect: (nodeId: string | undefined) => void
}

type RunPageProps = {
  runId: string
  search: RunSearch
  onSearch: (search: RunSearch) => void
  /** Draws the graph: features meet in the route. */
  renderGraph: (props: GraphSlotProps) => ReactNode
}

export function RunPage({ runId, ...rest }: RunPageProps) {
  const query = useQuery(runQuery(runId))
  const store = useRunEvents(runId)
  const live = useRunState(store, (state) => state.run)
  const run = live ?? query.data
  if (run) return <LoadedRun run={run} store={store} {...rest} />
  return (
    <Page title={`Run ${shortId(runId)}`}>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <LoadingRows rows={8} label="Loading the run" />
      )}
    </Page>
  )
}

export type LoadedRunProps = Omit<RunPageProps, 'runId'> & { run: RunRead; store: RunStore }

function LoadedRun(props: LoadedRunProps) {
  const { run, store } = props
  const isWide = useIsWide()
  return (
    <Page
      title={`${run.workflow_name}, run ${shortId(run.id)}`}
      heading={<Heading run={run} />}
      facts={
        <>
          <Badge className="hidden sm:inline-flex">
            {run.version === null ? 'draft' : `v${run.version}`}
          </Badge>
          <span role="status" aria-live="polite" className="flex">
            <StatusBadge status={run.status} />
          </span>
        </>
      }
      actions={<RunActions run={run} />}
      className="flex flex-col overflow-hidden"
    >
      <ConnectionBanner store={store} />
      {isWide ? <WideLayout {...props} /> : <NarrowLayout {...props} />}
    </Page>
  )
}

function Heading({ run }: { run: RunRead }) {
  return (
    <h1 className="flex min-w-0 items-center gap-2 text-md">
      <Link
        to="/workflows/$workflowId"
        params={{ workflowId: run.workflow_id }}
        className="truncate rounded-chip font-semibold hover:underline"
      >
        {run.workflow_name}
      </Link>
      <span className="sr-only">run {shortId(run.id)}</span>
    </h1>
  )
}
