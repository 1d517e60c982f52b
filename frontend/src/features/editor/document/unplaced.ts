/** Steps that nobody gave a place yet, as those of graphs that code or the API made. */
import { layoutRequest } from './auto-layout'
import { BODY_PX, type Bodies, bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import { moveNodes } from './edit'
import { boxesTouch, COLUMN_GAP_PX, COLUMN_PX, freePlace, ROW_PX } from './geometry'
import { type EditedGraph, type GraphNode, type Point, positionOf } from './graph'
import type { LayoutRequest } from './layout'
import { settle } from './membership'

export type Unplaced = {
  /** None of those beside them has a place either: they are laid out together. */
  whole: ReadonlySet<string>
  /** Others beside them have places, which they keep. */
  single: readonly string[]
}

/** The server stores no place that is 0, so steps count as unplaced where several are in that one spot. */
export function unplacedOf(graph: EditedGraph, catalog: NodeCatalog): Unplaced {
  const bodies = bodiesOf(graph, catalog)
  const frames = new Set(graph.nodes.map((node) => bodies.parentOf(node.id)))
  const whole = new Set<string>()
  const single: string[] = []
  for (const frame of frames) {
    const steps = bodies.stepsOf(frame)
    const loose = looseOf(steps, graph, frame, bodies)
    if (loose.length === steps.length) for (const { id } of loose) whole.add(id)
    else single.push(...loose.map(({ id }) => id))
  }
  return { whole, single }
}

/** In a body no step can be at its frame's corner; outside of all, one may be, and most likely it is the first. */
function looseOf(
  steps: readonly GraphNode[],
  graph: EditedGraph,
  frame: string | null,
  bodies: Bodies,
): readonly GraphNode[] {
  const atCorner = steps.filter((node) => {
    const { x, y } = positionOf(node)
    return x === 0 && y === 0
  })
  if (frame !== null) return atCorner
  const [only] = atCorner
  if (only && atCorner.length === 1) return liesOnAnother(only, steps, bodies) ? atCorner : []
  if (atCorner.length === steps.length) return atCorner
  const entered = new Set(graph.edges.map((edge) => edge.to))
  const first = atCorner.find((node) => !entered.has(node.id))
  return atCorner.filter((node) => node !== first)
}

function liesOnAnother(node: GraphNode, steps: readonly GraphNode[], bodies: Bodies): boolean {
  const own = bodies.boxOf(node.id)
  return steps.some(({ id }) => id !== node.id && boxesTouch(own, bodies.boxOf(id)))
}

/** What to lay out; null: nothing. */
export function requestFor(
  { whole }: Unplaced,
  graph: EditedGraph,
  catalog: NodeCatalog,
): LayoutRequest | null {
  if (whole.size === 0) return null
  const request = layoutRequest(graph, catalog)
  return { ...request, nodes: request.nodes.filter((node) => whole.has(node.id)) }
}

/** The graph with all of its steps in places: as laid out, or beside what they are wired to. */
export function withPlaces(
  graph: EditedGraph,
  { whole, single }: Unplaced,
  laidOut: ReadonlyMap<string, Point>,
  catalog: NodeCatalog,
): EditedGraph {
  const bodies = bodiesOf(graph, catalog)
  const places = new Map<string, Point>()
  /** In frames that have their places already, and make room for what is in them now. */
  const inside = new Map<string, Point>()
  for (const [id, { x, y }] of laidOut) {
    const frame = bodies.parentOf(id)
    if (frame === null || whole.has(frame)) places.set(id, { x, y })
    else inside.set(id, { x: x + BODY_PX.left, y: y + BODY_PX.top })
  }
  const outer = places.size > 0 ? moveNodes(graph, places) : graph
  const laid = inside.size > 0 ? settle(outer, moveNodes(outer, inside), catalog) : outer
  return single.length > 0 ? settle(laid, beside(laid, single, catalog), catalog) : laid
}

/** One after the other, each right of what leads to it, or left of what it leads to, or below all. */
function beside(graph: EditedGraph, ids: readonly string[], catalog: NodeCatalog): EditedGraph {
  const waiting = new Set(ids)
  let placed = graph
  while (waiting.size > 0) {
    const bodies = bodiesOf(placed, catalog)
    const id = nextOf(placed, waiting, bodies)
    const taken = bodies
      .stepsOf(bodies.parentOf(id))
      .filter((node) => !waiting.has(node.id))
      .map((node) => bodies.boxOf(node.id))
    const spot = freePlace(taken, wantedFor(placed, id, waiting, bodies), bodies.sizeOf(id))
    placed = moveNodes(placed, new Map([[id, spot]]))
    waiting.delete(id)
  }
  return placed
}

/** One that something placed leads to, while there is such a one. */
function nextOf(graph: EditedGraph, waiting: ReadonlySet<string>, bodies: Bodies): string {
  const isLed = graph.edges.find(
    ({ from, to }) =>
      waiting.has(to) && !waiting.has(from) && bodies.parentOf(from) === bodies.parentOf(to),
  )
  return isLed?.to ?? ([...waiting][0] as string)
}

function wantedFor(
  graph: EditedGraph,
  id: string,
  waiting: ReadonlySet<string>,
  bodies: Bodies,
): Point {
  const frame = bodies.parentOf(id)
  const isThere = (other: string) =>
    bodies.has(other) && !waiting.has(other) && bodies.parentOf(other) === frame
  const before = graph.edges.find(({ from, to }) => to === id && isThere(from))
  if (before) {
    const { x, y, width } = bodies.boxOf(before.from)
    return { x: x + width + COLUMN_GAP_PX, y }
  }
  const after = graph.edges.find(({ from, to }) => from === id && isThere(to))
  if (after) {
    const { x, y } = bodies.boxOf(after.to)
    return { x: x - COLUMN_PX, y }
  }
  const boxes = bodies
    .stepsOf(frame)
    .filter((node) => isThere(node.id))
    .map((node) => bodies.boxOf(node.id))
  return {
    x: Math.min(...boxes.map(({ x }) => x)),
    y: Math.max(...boxes.map(({ y, height }) => y + height)) + ROW_PX / 2,
  }
}
