/** Into bodies and out of them, and the room that frames need as they grow. */
import { t } from '@/shared/i18n/texts'
import { BODY_PX, bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import { connect, moveNodes, removeEdges } from './edit'
import { GRID_PX } from './geometry'
import {
  type EditedGraph,
  edgeKey,
  findNode,
  labelOf,
  makeEdge,
  type Point,
  portOf,
  positionOf,
} from './graph'
import { hasInput } from './ports'

export type Moved = {
  graph: EditedGraph
  /** Edges that would have crossed the border of a body. */
  cut: number
}

/** Why the nodes can't be in that body, as one sentence; null when they can. */
export function memberProblem(
  graph: EditedGraph,
  nodeIds: Iterable<string>,
  container: string | null,
  catalog: NodeCatalog,
): string | null {
  if (container === null) return null
  const inside = bodiesOf(graph, catalog).withBodies(nodeIds)
  if (inside.has(container)) return t('A loop can’t be in its own body.')
  const nodes = [...inside].map((id) => findNode(graph, id))
  const outer = nodes.find((node) => node && (!hasInput(node) || node.type === 'end'))
  return outer
    ? t('“{step}” is no step of a body: it belongs to the workflow.', { step: labelOf(outer) })
    : null
}

/**
 * Put nodes into a body, or with null out of all of them; places are relative to it.
 *
 * Edges that would cross a border are taken away; where that leaves one way in and one way out behind,
 * these are joined, as after a removal.
 */
export function moveInto(
  graph: EditedGraph,
  places: ReadonlyMap<string, Point>,
  container: string | null,
  catalog: NodeCatalog,
): Moved {
  const bodies = bodiesOf(graph, catalog)
  const changing = new Set([...places.keys()].filter((id) => bodies.parentOf(id) !== container))
  const nodes = graph.nodes.map((node) => {
    if (!changing.has(node.id)) return node
    const { parent: _, ...rest } = node
    return container === null ? rest : { ...rest, parent: container }
  })
  const after = moveNodes({ ...graph, nodes }, places)
  const crossing = (from: string, to: string) => changing.has(from) !== changing.has(to)
  const now = bodiesOf(after, catalog)
  const gone = graph.edges.filter(
    ({ from, to }) => crossing(from, to) && now.parentOf(from) !== now.parentOf(to),
  )
  const rest = removeEdges(after, new Set(gone.map(edgeKey)))
  const [into, ...moreIn] = gone.filter(({ to }) => changing.has(to))
  const [out, ...moreOut] = gone.filter(({ from }) => changing.has(from))
  const joins = into && out && moreIn.length + moreOut.length === 0
  return {
    graph: joins ? connect(rest, makeEdge(into.from, portOf(into), out.to)) : rest,
    cut: gone.length,
  }
}

/**
 * The graph with everything in its frame: steps never cover a heading, and what was beside or below a
 * frame makes way when it grows. Frames that shrink pull nothing.
 */
export function settle(before: EditedGraph, after: EditedGraph, catalog: NodeCatalog): EditedGraph {
  if (before.nodes === after.nodes) return after
  return innermostFirst(after, catalog).reduce((graph, container) => {
    const inset = pushIn(graph, container, catalog)
    return pushAside(before, inset, container, catalog)
  }, after)
}

function innermostFirst(graph: EditedGraph, catalog: NodeCatalog): string[] {
  const bodies = bodiesOf(graph, catalog)
  return graph.nodes
    .filter((node) => bodies.stepsOf(node.id).length > 0)
    .map((node) => ({ id: node.id, depth: bodies.around(node.id).length }))
    .sort((a, b) => b.depth - a.depth)
    .map(({ id }) => id)
}

/** Steps that lie left of the frame's inside, or above it, take all the others along. */
function pushIn(graph: EditedGraph, container: string, catalog: NodeCatalog): EditedGraph {
  const steps = bodiesOf(graph, catalog).stepsOf(container)
  const places = steps.map(positionOf)
  const x = missing(BODY_PX.left, Math.min(...places.map((place) => place.x)))
  const y = missing(BODY_PX.top, Math.min(...places.map((place) => place.y)))
  return shift(graph, steps, x, y)
}

const missing = (least: number, found: number) =>
  Math.max(0, Math.ceil((least - found) / GRID_PX) * GRID_PX)

function pushAside(
  before: EditedGraph,
  graph: EditedGraph,
  container: string,
  catalog: NodeCatalog,
): EditedGraph {
  if (!findNode(before, container)) return graph
  const old = bodiesOf(before, catalog).sizeOf(container)
  const bodies = bodiesOf(graph, catalog)
  const now = bodies.boxOf(container)
  const others = bodies
    .stepsOf(bodies.parentOf(container))
    .filter((node) => node.id !== container)
    .map((node) => ({ node, box: bodies.boxOf(node.id) }))
  const right = others.filter(({ box }) => box.x >= now.x + old.width)
  const below = others.filter(
    ({ box }) =>
      box.y >= now.y + old.height && box.x < now.x + now.width && box.x + box.width > now.x,
  )
  const aside = shift(
    graph,
    right.map(({ node }) => node),
    Math.max(0, now.width - old.width),
    0,
  )
  return shift(
    aside,
    below.map(({ node }) => node),
    0,
    Math.max(0, now.height - old.height),
  )
}

function shift(
  graph: EditedGraph,
  nodes: readonly { id: string }[],
  x: number,
  y: number,
): EditedGraph {
  if (x === 0 && y === 0) return graph
  const moves = nodes.flatMap(({ id }) => {
    const node = findNode(graph, id)
    const place = node && positionOf(node)
    return place ? [[id, { x: place.x + x, y: place.y + y }] as const] : []
  })
  return moveNodes(graph, new Map(moves), false)
}
