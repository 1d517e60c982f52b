import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { type RunStore, useRunEvents, useRunState } from '@/features/run-stream'
import { RunBadges } from '@/features/runs'
import { LevelContext } from '@/shared/api/me'
import type { GraphDocument, GripRead, RunRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { shortId } from '@/shared/lib/short-id'
import { useIsWide } from '@/shared/lib/use-is-wide'
import { ErrorState } from '@/shared/ui/error-state'
import { Page } from '@/shared/ui/page'
import { LoadingRows } from '@/shared/ui/skeleton'
import { StatusBadge } from '@/shared/ui/status'
import { ConnectionBanner } from './connection-banner'
import { useGrip } from './hand/use-grip'
import { type ShownItem, useItems, useWholeRun } from './items/use-items'
import { picksOf } from './loops/loops'
import { type LoopsState, useLoops } from './loops/use-loops'
import { RunActions } from './run-actions'
import { type Asked, RunDialogs } from './run-dialogs'
import { NarrowLayout, WideLayout } from './run-layout'
import { nodesOfRun, runGraphQuery, runQuery } from './run-queries'
import type { RunSearch } from './run-search'
import type { TimelineNode } from './timeline'

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
  if (run)
    return (
      <LevelContext value={query.data?.level ?? 'edit'}>
        <LoadedRun run={run} store={store} {...rest} />
      </LevelContext>
    )
  return (
    <Page title={t('Run {shortId}', { shortId: shortId(runId) })}>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <LoadingRows rows={8} label={t('Loading the run')} />
      )}
    </Page>
  )
}

export type LoadedRunProps = Omit<RunPageProps, 'runId'> & {
  run: RunRead
  store: RunStore
  /** The run with the steps of those of its items that are shown, and are runs of their own. */
  whole: RunStore
  items: readonly ShownItem[]
  /** How the run stands in people's hands; undefined before that is known, and once it has ended. */
  grip: GripRead | undefined
  nodes: readonly TimelineNode[]
  /** Which iterations are shown. */
  loops: LoopsState
  /** Opens the dialog that asks first. */
  onAsk: (asked: Asked) => void
}

type LoadedProps = Omit<RunPageProps, 'runId'> & Pick<LoadedRunProps, 'run' | 'store'>

function LoadedRun(rest: LoadedProps) {
  const { run, store } = rest
  const isWide = useIsWide()
  const [asked, setAsked] = useState<Asked | null>(null)
  const graph = useQuery(runGraphQuery(run.id)).data
  const nodes = useMemo(() => (graph ? nodesOfRun(run, graph) : []), [run, graph])
  const whole = useWholeRun(store)
  const loops = useLoops(nodes, whole.store, rest.search.step)
  const items = useItems(run, nodes, loops, whole)
  const onSearch = (search: RunSearch) => {
    // It outdoes what was picked before.
    const [nodeId = '', iteration = ''] = (search.step ?? '').split('@')
    if (iteration) loops.pick(picksOf(nodes, nodeId, iteration))
    rest.onSearch(search)
  }
  const props = {
    ...{ ...rest, onSearch, nodes, loops, items, whole: whole.store },
    grip: useGrip(run, store),
    onAsk: setAsked,
  }
  return (
    <Page
      title={t('{workflow_name}, run {shortId}', {
        workflow_name: run.workflow_name,
        shortId: shortId(run.id),
      })}
      heading={<Heading run={run} />}
      facts={
        <>
          <RunBadges run={run} />
          <span role="status" aria-live="polite" className="flex">
            <StatusBadge status={run.status} />
          </span>
        </>
      }
      actions={
        <RunActions
          run={run}
          grip={props.grip}
          onAsk={(what) => setAsked({ what, ...forkPlace(nodes, rest.search.step) })}
        />
      }
      className="flex flex-col overflow-hidden"
    >
      <ConnectionBanner store={store} />
      {isWide ? <WideLayout {...props} /> : <NarrowLayout {...props} />}
      <RunDialogs run={run} asked={asked} nodes={forkable(nodes)} onClose={() => setAsked(null)} />
    </Page>
  )
}

/** A step inside a loop is not forked at alone: that is a fork at its loop. */
const forkable = (nodes: readonly TimelineNode[]) =>
  nodes.filter((node) => !node.parent).map(({ id, name }) => ({ id, name: name || id }))

/** A fork begins at the step that is chosen, if one is. */
function forkPlace(nodes: readonly TimelineNode[], step: string | undefined) {
  const [chosen] = (step ?? '').split('@')
  let node = nodes.find(({ id }) => id === chosen)
  while (node?.parent) node = nodes.find(({ id }) => id === node?.parent)
  return node ? { at: { nodeId: node.id } } : {}
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
      <span className="sr-only">{t('run {shortId}', { shortId: shortId(run.id) })}</span>
    </h1>
  )
}
