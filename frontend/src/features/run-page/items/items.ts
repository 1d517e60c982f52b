/** Items that are runs of their own: of which iterations the steps are shown, and with the run's. Pure. */
import {
  type HeldItem,
  type LiveAttempt,
  type LiveStep,
  type RunState,
  stepKey,
} from '@/features/run-stream'
import type { RunRead } from '@/shared/api/types'
import type { LoopsView } from '../loops/loops'
import { ITEM, type TimelineNode } from '../timeline'

/** Where an item's run was started. */
export type ItemPlace = {
  /** The step that starts it. */
  nodeId: string
  iteration: string
  /** The run that has that step. */
  runId: string
  /** When it was started: a loop that is tried again starts another. */
  since: string
  /** The step has ended: no run comes any more. */
  isOver: boolean
  /** As `HeldItem` has it. */
  isTakenOver: boolean
}

/** Of each loop whose items are runs of their own the one that is shown, an outer one before those in it. */
export function itemPlaces(
  run: RunRead,
  nodes: readonly TimelineNode[],
  steps: RunState['steps'],
  paths: LoopsView['paths'],
): ItemPlace[] {
  const own = run.relation === 'item' ? run.parent_node_id : null
  return nodes.flatMap(({ id, type }) => {
    const path = type === ITEM && id !== own ? paths.get(id) : undefined
    const step = path === undefined ? undefined : steps[stepKey(id, path)]
    return step ? placeOf(run, step) : []
  })
}

function placeOf(run: RunRead, { node_id: nodeId, iteration, newest, item }: LiveStep) {
  const { started_at: since, finished_at, reused_from: source, pinned } = newest
  if (since === null || pinned) return []
  return [
    {
      nodeId,
      iteration,
      runId: source ?? item?.run.id ?? run.id,
      since,
      isOver: finished_at !== null,
      isTakenOver: Boolean(source) || item?.isTakenOver === true,
    },
  ]
}

/** Whether the runs of these items have the steps of a node, or runs of items in them. */
export function isIn(
  items: readonly string[],
  nodes: readonly TimelineNode[],
  nodeId: string,
): boolean {
  const item = nodes.find(({ id }) => id === nodeId)?.item
  return item !== undefined && (items.includes(item) || isIn(items, nodes, item))
}

/** What is known of an item's run. */
export type KnownItem = { place: ItemPlace; held: HeldItem; steps: RunState['steps'] }

/** The run with the steps of these items; an outer one comes before those in it. */
export function withItems(state: RunState, items: readonly KnownItem[]): RunState {
  if (items.length === 0) return state
  const steps = { ...state.steps }
  for (const { place, held, steps: own } of items) {
    for (const [key, step] of Object.entries(own)) {
      // How the item as a whole stands, the run around it tells.
      if (step.node_id !== place.nodeId) steps[key] = heldBy(step, held)
    }
  }
  return { ...state, steps }
}

const marked = new WeakMap<LiveStep, LiveStep>()

/** The same step gives the same again: what shows it is not drawn anew. */
function heldBy(step: LiveStep, item: HeldItem): LiveStep {
  const before = marked.get(step)
  if (before?.item === item) return before
  const taken = item.isTakenOver ? takenOver(step, item.run.id) : step
  const held = { ...taken, item }
  marked.set(step, held)
  return held
}

function takenOver(step: LiveStep, source: string): LiveStep {
  const from = (attempt: LiveAttempt) => ({
    ...attempt,
    reused_from: attempt.reused_from ?? source,
  })
  return { ...step, attempts: step.attempts.map(from), newest: from(step.newest) }
}
