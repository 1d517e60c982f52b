/** Where new steps go. */
import { BODY_PX, type Bodies, bodiesOf } from './bodies'
import type { NodeCatalog, NodeTypeInfo } from './catalog'
import { type Added, addNode, addToBody, appendNode, insertOnEdge, moveNodes } from './edit'
import { freePlace } from './geometry'
import { type EditedGraph, findNode, type GraphEdge, type Point } from './graph'
import { hasInput, portsOf } from './ports'
import { edgesFromPort } from './reach'

/** Points are on the canvas. */
export type Place =
  /** Null: in no body, whatever is around the point. */
  | { kind: 'at'; point: Point; container: string | null }
  | { kind: 'after'; node_id: string; port: string; point?: Point }
  | { kind: 'on_edge'; edge: GraphEdge }
  | { kind: 'in'; container: string }

/** Start and end are of the workflow: no body holds them. */
export const isOuter = (type: string) => !hasInput({ type }) || type === 'end'

/** Add a node; where it can't be wired, it stands at `elsewhere`. */
export function addAt(
  graph: EditedGraph,
  type: NodeTypeInfo,
  place: Place,
  elsewhere: Point,
  catalog: NodeCatalog,
): Added {
  if (place.kind === 'on_edge') return insertOnEdge(graph, type, place.edge, catalog)
  if (place.kind === 'in' && !isOuter(type.type))
    return addToBody(graph, type, place.container, catalog)
  if (place.kind === 'after' && hasInput(type)) return addBehind(graph, type, place, catalog)
  const { point, container } = place.kind === 'at' ? place : { point: elsewhere, container: null }
  const parent = isOuter(type.type) ? null : container
  const spot = { ...bodiesOf(graph, catalog).within(parent, point), parent }
  return addNode(graph, type, spot, catalog)
}

function addBehind(
  graph: EditedGraph,
  type: NodeTypeInfo,
  place: Extract<Place, { kind: 'after' }>,
  catalog: NodeCatalog,
): Added {
  const added = appendNode(graph, type, place, catalog)
  if (!place.point) return added
  const bodies = bodiesOf(graph, catalog)
  const at = bodies.within(bodies.parentOf(place.node_id), place.point)
  return { ...added, graph: moveNodes(added.graph, new Map([[added.nodeId, at]])) }
}

/** Behind a step: into the one edge that is there, else behind its first free port. Null: nothing follows it. */
export function placeBehind(
  graph: EditedGraph,
  nodeId: string,
  catalog: NodeCatalog,
): Place | null {
  const node = findNode(graph, nodeId)
  const ports = node ? portsOf(node, catalog.of(node)) : []
  const free = ports.find((port) => edgesFromPort(graph, nodeId, port).length === 0)
  const port = free ?? ports[0]
  if (port === undefined) return null
  const [edge, ...more] = edgesFromPort(graph, nodeId, port)
  return edge && more.length === 0
    ? { kind: 'on_edge', edge }
    : { kind: 'after', node_id: nodeId, port }
}

const GAP_BELOW_PX = 32

/** For a step that comes into a body, or out of all of them: the first free place there, on the canvas. */
export function freePlaceIn(bodies: Bodies, nodeId: string, container: string | null): Point {
  const own = bodies.parentOf(nodeId)
  // Out of a body it goes below the frame it was in.
  const frame = own === null ? { x: 0, y: 0 } : bodies.placeOf(own)
  const height = own === null ? 0 : bodies.sizeOf(own).height + GAP_BELOW_PX
  const wanted =
    container === null ? { x: frame.x, y: frame.y + height } : { x: BODY_PX.left, y: BODY_PX.top }
  const taken = bodies.stepsOf(container).map((node) => bodies.boxOf(node.id))
  const { x, y } = freePlace(taken, wanted, bodies.sizeOf(nodeId))
  const origin = bodies.placeOf(container)
  return { x: x + origin.x, y: y + origin.y }
}
