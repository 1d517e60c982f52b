import { useQuery } from '@tanstack/react-query'
import { type LiveStep, useRunState } from '@/features/run-stream'
import type { GripRead, RunRead } from '@/shared/api/types'
import { useGrip } from './hand/use-grip'
import { AbsentItem } from './items/item-link'
import type { ShownItem } from './items/use-items'
import { outermost } from './loops/loops'
import { RunDetail } from './run-detail'
import type { LoadedRunProps } from './run-page'
import { runGraphQuery } from './run-queries'
import type { DetailTab } from './run-search'
import { StepDetail } from './step-detail'
import type { ForkPlace } from './step-menu'
import type { TimelineNode } from './timeline'
import { UnreachedStep } from './unreached-step'

/** The step that is chosen, or the run as a whole. */
export function ChosenStep(props: LoadedRunProps) {
  const { run, loops, search, onSearch, nodes, onAsk } = props
  const { data } = useQuery(runGraphQuery(run.id))
  const key = search.step ?? ''
  const step = useRunState(loops.store, (state) => state.steps[key] ?? state.nodes[key])
  const onTab = (tab: DetailTab) => onSearch({ ...search, tab })
  const nodeId = step?.node_id ?? key.split('@')[0] ?? ''
  const node = nodes.find((each) => each.id === nodeId)
  const holder = useHolder(props, step, node)
  if (!data || (!step && !node)) return <RunDetail run={run} tab={search.tab} onTab={onTab} />
  if (!holder.run) return <AbsentItem item={holder.item} />
  const shared = {
    ...holder,
    whole: run,
    graph: data,
    node,
    onFork: (at: ForkPlace) =>
      onAsk({ what: 'fork', at: at.iteration ? at : { nodeId: outermost(nodes, at.nodeId) } }),
  }
  if (!step) {
    const iteration = loops.paths.get(nodeId) ?? ''
    return <UnreachedStep {...shared} nodeId={nodeId} iteration={iteration} />
  }
  const onStep = (to: string) => onSearch({ ...search, step: to, tab: undefined })
  return (
    <StepDetail
      key={step.key}
      {...shared}
      step={step}
      store={props.whole}
      nodes={nodes}
      tab={search.tab}
      onTab={onTab}
      onStep={onStep}
    />
  )
}

type Holder =
  | { run: RunRead; grip: GripRead | undefined }
  /** Its run is not known yet. */
  | { run: null; item: ShownItem }

/** The run that has the step: acts on it are addressed to that one. */
function useHolder(
  props: LoadedRunProps,
  step: LiveStep | undefined,
  node: TimelineNode | undefined,
): Holder {
  const { run, store, grip } = props
  const item = holdingItem(itemOf(props, node), step)
  const itemStore = item?.store ?? store
  const known = useRunState(itemStore, (state) => state.run)
  const itemRun = step?.item?.run ?? known
  const itemGrip = useGrip(itemRun ?? run, itemStore)
  if (!item) return { run, grip }
  return itemRun ? { run: itemRun, grip: itemGrip } : { run: null, item }
}

/** Unless the run itself has the step, as it does before there is a run of the item. */
function holdingItem(item: ShownItem | undefined, step: LiveStep | undefined) {
  const isHeld = step ? step.item !== undefined : item?.run !== null
  return isHeld ? item : undefined
}

/** The item that is shown whose run has the steps of a node. */
const itemOf = ({ items }: LoadedRunProps, node: TimelineNode | undefined) =>
  items.find(({ place }) => place.nodeId === node?.item)
