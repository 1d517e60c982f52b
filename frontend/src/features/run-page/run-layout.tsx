import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type RunState, stepKey, useRunState } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { Panel, PanelBorder, Panels } from '@/shared/ui/panels'
import { LoadingRows } from '@/shared/ui/skeleton'
import { ErrorNotice } from './error-notice'
import { ExplainFailed } from './explain-failed'
import { HandBanner } from './hand/hand-banner'
import { IterationBar } from './loops/iteration-bar'
import { isShown, outermost, picksOf } from './loops/loops'
import { RunDetail } from './run-detail'
import { RunFacts } from './run-facts'
import type { LoadedRunProps } from './run-page'
import { ITEM, runGraphQuery } from './run-queries'
import { StepDetail } from './step-detail'
import type { ForkPlace } from './step-menu'
import type { TimelineNode } from './timeline'
import { TimelineView } from './timeline-view'
import { UnreachedStep } from './unreached-step'
import { useTimeline } from './use-timeline'

/** The graph above the timeline; the chosen step beside both. */
export function WideLayout(props: LoadedRunProps) {
  return (
    <Panels orientation="horizontal" className="min-h-0 flex-1">
      <Panel id="run" minSize="40%">
        <div className="flex h-full flex-col">
          <RunFacts run={props.run} store={props.store} nodes={props.nodes} />
          <Hands {...props} />
          <FailedNotice {...props} />
          <Panels orientation="vertical" className="min-h-0 flex-1">
            <Panel id="graph" minSize="15%" defaultSize="42%">
              <GraphSlot {...props} />
            </Panel>
            <PanelBorder label={t('Height of the timeline')} />
            <Panel id="timeline" minSize="20%">
              <TimelineWithLoops {...props} />
            </Panel>
          </Panels>
        </div>
      </Panel>
      <PanelBorder label={t('Width of the details')} />
      <Panel id="detail" minSize="300px" defaultSize="400px" maxSize="60%">
        <Detail {...props} />
      </Panel>
    </Panels>
  )
}

/** One below the other, without the graph: all of it readable on a phone. */
export function NarrowLayout(props: LoadedRunProps) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <RunFacts run={props.run} store={props.store} nodes={props.nodes} />
      <Hands {...props} />
      <FailedNotice {...props} />
      <div className="h-80 max-h-[40vh] border-line border-b">
        <TimelineWithLoops {...props} />
      </div>
      <div className="h-120">
        <Detail {...props} />
      </div>
    </div>
  )
}

function Hands({ run, grip, nodes, search, onSearch }: LoadedRunProps) {
  if (!grip) return null
  const nameOf = (nodeId: string) => nodes.find(({ id }) => id === nodeId)?.name || nodeId
  return (
    <HandBanner
      runId={run.id}
      grip={grip}
      nameOf={nameOf}
      onStep={({ node_id, iteration }) =>
        onSearch({ ...search, step: stepKey(node_id, iteration), tab: undefined })
      }
    />
  )
}

/** The step that the error names; where an item's own run has it, the step of that item. */
function failedStep(state: RunState, nodes: readonly TimelineNode[], nodeId: string | null) {
  const node = nodes.find(({ id }) => id === nodeId)
  if (!node?.isElsewhere) return nodeId
  const items = new Set(nodes.flatMap(({ id, type }) => (type === ITEM ? [id] : [])))
  const failed = Object.values(state.steps).find(
    ({ node_id: id, newest }) => items.has(id) && newest.status === 'failed',
  )
  return failed ? stepKey(failed.node_id, failed.iteration) : nodeId
}

function FailedNotice(props: LoadedRunProps) {
  const { run, search, onSearch } = props
  const { nodes, loops } = props
  const failed = useRunState(loops.store, (state) =>
    failedStep(state, nodes, run.error?.node_id ?? null),
  )
  const nodeId = run.error && failed
  // The chosen step says it already.
  if (!run.error || (nodeId && nodeId === search.step)) return null
  return (
    <div className="border-line border-b p-2">
      <ErrorNotice
        error={run.error}
        action={
          <div className="flex flex-wrap justify-end gap-2">
            {nodeId && (
              <Button size="sm" onClick={() => onSearch({ step: nodeId, tab: 'error' })}>
                {t('Show the step')}
              </Button>
            )}
            <ExplainFailed run={run} />
          </div>
        }
      />
    </div>
  )
}

export function GraphSlot({ run, loops, search, onSearch, renderGraph }: LoadedRunProps) {
  const { data, error, refetch } = useQuery(runGraphQuery(run.id))
  if (!data && error) {
    return (
      <div className="h-full overflow-auto bg-canvas">
        <ErrorState error={error} onRetry={() => refetch()} />
      </div>
    )
  }
  if (!data) return <LoadingRows rows={3} label={t('Loading the graph')} />
  return renderGraph({
    graph: data.graph,
    store: loops.store,
    selected: search.step?.split('@')[0],
    onSelect: (step) => onSearch({ ...search, step }),
  })
}

function TimelineWithLoops(props: LoadedRunProps) {
  const { loops, nodes, search, onSearch } = props
  const onPick = (loopId: string, index: number) => {
    loops.pick({ [loopId]: index })
    // A step that was chosen in another iteration is no longer shown.
    const [nodeId = '', iteration] = (search.step ?? '').split('@')
    if (iteration && loopId in picksOf(nodes, nodeId, iteration)) {
      onSearch({ ...search, step: nodeId })
    }
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <IterationBar loops={loops.loops} onPick={onPick} />
      <div className="min-h-0 flex-1">
        <RunTimeline {...props} />
      </div>
    </div>
  )
}

function RunTimeline({ run, store, loops, search, onSearch }: LoadedRunProps) {
  const all = useTimeline(run, store)
  const { paths } = loops
  const timeline = useMemo(
    () => ({
      ...all,
      rows: all.rows.filter((row) => isShown(paths, row.nodeId, row.iteration)),
    }),
    [all, paths],
  )
  return (
    <TimelineView
      timeline={timeline}
      selected={keyShown(search.step, paths)}
      onSelect={(step) => onSearch({ ...search, step: step === search.step ? undefined : step })}
    />
  )
}

/** A node of a body that was chosen on the canvas is chosen in the iteration that is shown. */
function keyShown(step: string | undefined, paths: ReadonlyMap<string, string>) {
  const path = step && paths.get(step)
  return path ? stepKey(step, path) : step
}

function Detail(props: LoadedRunProps) {
  const { run, loops, search, onSearch, nodes, grip, onAsk } = props
  const { data } = useQuery(runGraphQuery(run.id))
  const key = search.step ?? ''
  const step = useRunState(loops.store, (state) => state.steps[key] ?? state.nodes[key])
  const onTab = (tab: RunSearchTab) => onSearch({ ...search, tab })
  const nodeId = step?.node_id ?? key
  const node = nodes.find((each) => each.id === nodeId)
  if (!data || (!step && !node)) return <RunDetail run={run} tab={search.tab} onTab={onTab} />
  const shared = {
    run,
    graph: data,
    node,
    grip,
    onFork: ({ nodeId, iteration }: ForkPlace) =>
      onAsk({
        what: 'fork',
        at: iteration ? { nodeId, iteration } : { nodeId: outermost(nodes, nodeId) },
      }),
  }
  if (!step) return <UnreachedStep {...shared} nodeId={nodeId} />
  const onStep = (to: string) => onSearch({ ...search, step: to, tab: undefined })
  return (
    <StepDetail
      key={step.key}
      {...shared}
      step={step}
      store={props.store}
      nodes={nodes}
      tab={search.tab}
      onTab={onTab}
      onStep={onStep}
    />
  )
}

type RunSearchTab = NonNullable<LoadedRunProps['search']['tab']>
