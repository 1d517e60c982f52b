/** The loops of a run and their iterations: which there are, and which one is shown. Pure. */
import { type LiveStep, type RunState, stepKey } from '@/features/run-stream'
import { ITEM, type TimelineNode } from '../timeline'

/** Index of the chosen iteration of each loop, by the loop's id, within the chosen ones around it. */
export type Picks = Readonly<Record<string, number>>

export type LoopView = {
  id: string
  name: string
  /** How many iterations have steps of their own. */
  count: number
  /** The one that is shown, from 0. */
  shown: number
  /** Indexes of iterations in which a step has failed. */
  failed: readonly number[]
}

export type LoopsView = {
  /** Those with iterations, an outer one before the ones inside it. */
  loops: readonly LoopView[]
  /** The iteration that is shown of each node in a body, by node id. */
  paths: ReadonlyMap<string, string>
}

type Steps = RunState['steps']

export const NO_LOOPS: LoopsView = { loops: [], paths: new Map() }

export const hasLoops = (nodes: readonly TimelineNode[]) => nodes.some((node) => node.parent)

export function loopsView(nodes: readonly TimelineNode[], steps: Steps, picks: Picks): LoopsView {
  const tree: Tree = {
    bodies: groupBy(nodes, (node) => node.parent),
    steps: groupBy(Object.values(steps), (step) => step.node_id),
  }
  const outermost = nodes.filter((node) => !node.parent && tree.bodies.has(node.id))
  const views = outermost.map((node) => viewOf(node, '', tree, picks))
  // Of a loop that the run is an item of there is nothing to pick.
  const around = new Set(nodes.filter((node) => node.isAround).map(({ id }) => id))
  return {
    loops: views.flatMap((view) => view.loops).filter(({ id }) => !around.has(id)),
    paths: new Map(views.flatMap((view) => [...view.paths])),
  }
}

type Tree = {
  bodies: ReadonlyMap<string, readonly TimelineNode[]>
  steps: ReadonlyMap<string, readonly LiveStep[]>
}

/** One loop, and those inside it, within one iteration of what is around it. */
function viewOf(loop: TimelineNode, outer: string, tree: Tree, picks: Picks): LoopsView {
  const body = tree.bodies.get(loop.id) ?? []
  // Of items that are runs of their own those are known that are shown: how all stand, the loop itself tells.
  const item = body.find(({ type }) => type === ITEM)?.id
  const told = stepsBelow(loop, tree).filter(
    (step) => !item || step.item?.run.parent_node_id !== item,
  )
  const found = iterationsOf(told, outer)
  const shown = shownOf(found, picks[loop.id])
  if (shown === null) return NO_LOOPS
  const path = outer ? `${outer}/${shown}` : String(shown)
  const own: LoopView = {
    id: loop.id,
    name: loop.name || loop.id,
    count: Math.max(...found.keys()) + 1,
    shown,
    failed: [...found].filter(([, bad]) => bad).map(([index]) => index),
  }
  const inner = body
    .filter((node) => tree.bodies.has(node.id))
    .map((node) => viewOf(node, path, tree, picks))
  return {
    loops: [own, ...inner.flatMap((view) => view.loops)],
    paths: new Map([
      ...body.map((node): [string, string] => [node.id, path]),
      ...inner.flatMap((view) => [...view.paths]),
    ]),
  }
}

/** Of its body, and of the loops in it: of an item's run these alone tell of the loops around the item. */
function stepsBelow(loop: TimelineNode, tree: Tree): LiveStep[] {
  const body = tree.bodies.get(loop.id) ?? []
  return body.flatMap((node) => [...(tree.steps.get(node.id) ?? []), ...stepsBelow(node, tree)])
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | null | undefined) {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (!key) continue
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** Indexes within the outer iteration, each with whether something has failed in it. */
function iterationsOf(steps: readonly LiveStep[], outer: string): Map<number, boolean> {
  const found = new Map<number, boolean>()
  for (const { iteration, newest } of steps) {
    if (outer && !iteration.startsWith(`${outer}/`)) continue
    const [own = '', ...inner] = iteration.slice(outer ? outer.length + 1 : 0).split('/')
    const index = Number(own)
    const bad = inner.length === 0 && (newest.status === 'failed' || newest.status === 'paused')
    found.set(index, bad || found.get(index) === true)
  }
  return new Map([...found].sort(([a], [b]) => a - b))
}

/** What was picked, else the first that failed, else the newest. */
function shownOf(found: ReadonlyMap<number, boolean>, picked: number | undefined): number | null {
  if (found.size === 0) return null
  if (picked !== undefined && found.has(picked)) return picked
  const indexes = [...found.keys()]
  return indexes.find((index) => found.get(index)) ?? indexes.at(-1) ?? null
}

/** The picks that show a step: those of the loops around it. */
export function picksOf(nodes: readonly TimelineNode[], nodeId: string, iteration: string): Picks {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const indexes = iteration ? iteration.split('/').map(Number) : []
  const picks: Record<string, number> = {}
  let loopId = byId.get(nodeId)?.parent
  while (loopId) {
    const index = indexes.pop()
    if (index !== undefined) picks[loopId] = index
    loopId = byId.get(loopId)?.parent
  }
  return picks
}

/** The loop that runs again when a step in its body does; a step outside of loops itself. */
export function outermost(nodes: readonly TimelineNode[], nodeId: string): string {
  const parent = nodes.find(({ id }) => id === nodeId)?.parent
  return parent ? outermost(nodes, parent) : nodeId
}

/** Is this step of an iteration that is shown? Steps outside of loops always are. */
export const isShown = (paths: LoopsView['paths'], nodeId: string, iteration: string) =>
  iteration === '' || paths.get(nodeId) === iteration

/** The state with each node in a body as it is in the iteration that is shown. */
export function atIterations(state: RunState, paths: LoopsView['paths']): RunState {
  const nodes = { ...state.nodes }
  for (const [nodeId, path] of paths) {
    const step = state.steps[stepKey(nodeId, path)]
    if (step) nodes[nodeId] = step
    else delete nodes[nodeId]
  }
  return { ...state, nodes }
}
