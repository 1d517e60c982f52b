import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type RunState, stepKey, useRunState } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { Panel, PanelBorder, Panels } from '@/shared/ui/panels'
import { LoadingRows } from '@/shared/ui/skeleton'
import { ChosenStep } from './chosen-step'
import { ErrorNotice } from './error-notice'
import { ExplainFailed } from './explain-failed'
import { Hands } from './hand/hands'
import { isIn } from './items/items'
import { IterationBar } from './loops/iteration-bar'
import { isShown, picksOf } from './loops/loops'
import { RunFacts } from './run-facts'
import type { LoadedRunProps } from './run-page'
import { runGraphQuery } from './run-queries'
import type { Timeline, TimelineNode } from './timeline'
import { TimelineView } from './timeline-view'
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
        <ChosenStep {...props} />
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
        <ChosenStep {...props} />
      </div>
    </div>
  )
}

/** The step that the error names; where an item's own run has it, in the item that failed. */
function failedStep({ steps }: RunState, nodes: readonly TimelineNode[], nodeId: string | null) {
  const node = nodes.find(({ id }) => id === nodeId)
  const item = nodes.find(({ id }) => id === node?.item)
  // Further in, the first iterations that failed are shown.
  if (!nodeId || !item || item.parent !== node?.parent) return nodeId
  const failed = Object.values(steps).find(
    (step) => step.node_id === item.id && step.newest.status === 'failed',
  )
  return failed ? stepKey(nodeId, failed.iteration) : nodeId
}

function FailedNotice(props: LoadedRunProps) {
  const { run, search, onSearch, nodes, whole } = props
  const failed = useRunState(whole, (state) => failedStep(state, nodes, run.error?.node_id ?? null))
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
  const { loops, items, nodes, search, onSearch } = props
  const onPick = (loopId: string, index: number) => {
    loops.pick({ [loopId]: index })
    // A step that was chosen in another iteration is no longer shown.
    const [nodeId = '', iteration] = (search.step ?? '').split('@')
    if (iteration && loopId in picksOf(nodes, nodeId, iteration)) {
      onSearch({ ...search, step: nodeId })
    }
  }
  const itemOf = (loopId: string) =>
    items.find(({ place }) => nodes.find(({ id }) => id === place.nodeId)?.parent === loopId)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <IterationBar loops={loops.loops} itemOf={itemOf} onPick={onPick} />
      <div className="min-h-0 flex-1">
        <RunTimeline {...props} />
      </div>
    </div>
  )
}

function RunTimeline({ run, whole, loops, items, nodes, search, onSearch }: LoadedRunProps) {
  const all = useTimeline(run, whole)
  const { paths } = loops
  const loading = items.flatMap(({ place, isLoading }) => (isLoading ? [place.nodeId] : [])).join()
  const timeline = useMemo(
    () => ({
      ...all,
      rows: all.rows.filter(
        ({ nodeId, iteration, status }) =>
          isShown(paths, nodeId, iteration) &&
          // Nobody knows yet whether it was reached.
          (status !== null || !isIn(loading.split(','), nodes, nodeId)),
      ),
    }),
    [all, paths, nodes, loading],
  )
  return (
    <TimelineView
      timeline={timeline}
      selected={keyShown(search.step, timeline, paths)}
      onSelect={(step) => onSearch({ ...search, step: step === search.step ? undefined : step })}
    />
  )
}

/** A node of a body that was chosen on the canvas is chosen in the iteration that is shown. */
function keyShown(
  step: string | undefined,
  { rows }: Timeline,
  paths: ReadonlyMap<string, string>,
): string | undefined {
  const path = step && paths.get(step)
  const key = path && stepKey(step, path)
  // A step that was not reached in it has a row of its own.
  return rows.some((row) => row.key === key) ? key : step
}
