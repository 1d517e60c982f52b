/** Every change of a graph as a pure function: graph in, graph out. Nothing here knows the screen. */
import { BODY_PX, type Bodies, bodiesOf, framePortY } from './bodies'
import type { NodeCatalog, NodeTypeInfo } from './catalog'
import { edgeProblem } from './connect'
import { COLUMN_GAP_PX, freePlace, PORT_Y_PX, ROW_PX, snap } from './geometry'
import {
  type Config,
  type EditedGraph,
  edgeKey,
  emptyGraph,
  findNode,
  type GraphEdge,
  type GraphNode,
  makeEdge,
  type NodePolicy,
  type Point,
  portOf,
  positionOf,
} from './graph'
import { freeId, idFrom } from './ids'
import { followRenamedPort, hasInput, portsOf } from './ports'
import { downstreamOf, edgesFromPort } from './reach'

export function updateNode(
  graph: EditedGraph,
  nodeId: string,
  change: (node: GraphNode) => GraphNode,
): EditedGraph {
  return {
    ...graph,
    nodes: graph.nodes.map((node) => (node.id === nodeId ? change(node) : node)),
  }
}

const idsOf = (graph: EditedGraph) => new Set(graph.nodes.map((node) => node.id))

/** Where a node goes: relative to the frame of the container it is in. */
export type Spot = Point & { parent?: string | null }

/** A new node of a type, with an id that is free in the graph. */
export function makeNode(
  graph: EditedGraph,
  type: NodeTypeInfo,
  { parent = null, ...position }: Spot,
): GraphNode {
  const stem = type.type.split('.').at(0) === 'http' ? 'http' : idFrom(type.type)
  return {
    id: freeId(stem, idsOf(graph)),
    type: type.type,
    ...(type.version !== 1 && { type_version: type.version }),
    config: type.default_config as Config,
    ...(parent !== null && { parent }),
    position: snap(position),
  }
}

export type Added = { graph: EditedGraph; nodeId: string }

/** At the spot, or at the next free place below it. */
export function addNode(
  graph: EditedGraph,
  type: NodeTypeInfo,
  spot: Spot,
  catalog: NodeCatalog,
): Added {
  const node = makeNode(graph, type, spot)
  const bodies = bodiesOf(graph, catalog)
  const taken = bodies.stepsOf(node.parent ?? null).map((each) => bodies.boxOf(each.id))
  const position = freePlace(taken, spot, sizeOfNew(node, catalog))
  return {
    graph: { ...graph, nodes: [...graph.nodes, { ...node, position }] },
    nodeId: node.id,
  }
}

const sizeOfNew = (node: GraphNode, catalog: NodeCatalog) =>
  bodiesOf({ nodes: [node], edges: [] }, catalog).sizeOf(node.id)

/** How far below the top of a node its first port is. */
function portHeight(bodies: Bodies, nodeId: string, index = 0): number {
  return bodies.isContainer(nodeId)
    ? framePortY(bodies.sizeOf(nodeId).height)
    : PORT_Y_PX + index * ROW_PX
}

/** Where a new node's top is when its input is to be level with a port. */
function levelWith(portY: number, type: NodeTypeInfo, catalog: NodeCatalog): number {
  const node = makeNode(emptyGraph, type, { x: 0, y: 0 })
  const own = portHeight(bodiesOf({ nodes: [node], edges: [] }, catalog), node.id)
  return portY - own
}

/** Add a node wired behind a port, in the same body, beside what follows there already. */
export function appendNode(
  graph: EditedGraph,
  type: NodeTypeInfo,
  from: { node_id: string; port: string },
  catalog: NodeCatalog,
): Added {
  const source = findNode(graph, from.node_id)
  if (!source) return addNode(graph, type, { x: 0, y: 0 }, catalog)
  const bodies = bodiesOf(graph, catalog)
  const { x, y, width } = bodies.boxOf(source.id)
  const index = Math.max(0, portsOf(source, catalog.of(source)).indexOf(from.port))
  const spot = {
    x: x + width + COLUMN_GAP_PX,
    y: levelWith(y + portHeight(bodies, source.id, index), type, catalog),
    parent: bodies.parentOf(source.id),
  }
  const added = addNode(graph, type, spot, catalog)
  return { ...added, graph: connect(added.graph, makeEdge(from.node_id, from.port, added.nodeId)) }
}

/** Put a node into an edge; what comes after moves to the right where it is in the way. */
export function insertOnEdge(
  graph: EditedGraph,
  type: NodeTypeInfo,
  edge: GraphEdge,
  catalog: NodeCatalog,
): Added {
  const source = findNode(graph, edge.from)
  const target = findNode(graph, edge.to)
  if (!source || !target) return addNode(graph, type, { x: 0, y: 0 }, catalog)
  const bodies = bodiesOf(graph, catalog)
  const from = bodies.boxOf(source.id)
  const spot = {
    x: from.x + from.width + COLUMN_GAP_PX,
    y: levelWith(positionOf(target).y + portHeight(bodies, target.id), type, catalog),
    parent: bodies.parentOf(source.id),
  }
  const node = makeNode(graph, type, spot)
  const { width } = sizeOfNew(node, catalog)
  const moved = makeRoom(graph, edge, spot.x + width + COLUMN_GAP_PX)
  const withNode = { ...moved, nodes: [...moved.nodes, node] }
  return { graph: splice(withNode, node.id, edge, catalog), nodeId: node.id }
}

/** Add a node to a body: behind its one loose end, else below what is there. */
export function addToBody(
  graph: EditedGraph,
  type: NodeTypeInfo,
  container: string,
  catalog: NodeCatalog,
): Added {
  const bodies = bodiesOf(graph, catalog)
  const steps = bodies.stepsOf(container)
  const loose = steps.flatMap((node) =>
    portsOf(node, catalog.of(node))
      .filter((port) => edgesFromPort(graph, node.id, port).length === 0)
      .map((port) => ({ node_id: node.id, port })),
  )
  const [end, ...more] = loose
  if (end && more.length === 0) return appendNode(graph, type, end, catalog)
  const spot = { x: BODY_PX.left, y: BODY_PX.top, parent: container }
  return addNode(graph, type, spot, catalog)
}

/** Shift the target, and all after it, so that it begins at `x` or further right. */
function makeRoom(graph: EditedGraph, edge: GraphEdge, x: number): EditedGraph {
  const target = findNode(graph, edge.to)
  const missing = target ? x - positionOf(target).x : 0
  if (missing <= 0) return graph
  const after = downstreamOf(graph, edge.to).add(edge.to)
  const moves = graph.nodes
    .filter((node) => after.has(node.id))
    .map((node) => [node.id, { ...positionOf(node), x: positionOf(node).x + missing }] as const)
  return moveNodes(graph, new Map(moves))
}

/** Lead an edge through a node that is in the graph: a → b becomes a → node → b. */
export function splice(
  graph: EditedGraph,
  nodeId: string,
  edge: GraphEdge,
  catalog: NodeCatalog,
): EditedGraph {
  const node = findNode(graph, nodeId)
  const [port] = node ? portsOf(node, catalog.of(node)) : []
  if (!node || !hasInput(node)) return graph
  const before = removeEdges(graph, new Set([edgeKey(edge)]))
  const led = connect(before, makeEdge(edge.from, portOf(edge), nodeId))
  return port === undefined ? led : connect(led, makeEdge(nodeId, port, edge.to))
}

/** May the node be put into the edge? Not its own ends, and not where it would make a circle. */
export function canSplice(
  graph: EditedGraph,
  nodeId: string,
  edge: GraphEdge,
  catalog: NodeCatalog,
): boolean {
  const node = findNode(graph, nodeId)
  if (!node || edge.from === nodeId || edge.to === nodeId) return false
  const [port] = portsOf(node, catalog.of(node))
  const isLoose = !graph.edges.some((other) => other.from === nodeId || other.to === nodeId)
  const before = edgeProblem(graph, makeEdge(edge.from, portOf(edge), nodeId), catalog)
  return port !== undefined && isLoose && before === null
}

/** An edge that is there already stays as it is. */
export function connect(graph: EditedGraph, edge: GraphEdge): EditedGraph {
  const key = edgeKey(edge)
  if (graph.edges.some((other) => edgeKey(other) === key)) return graph
  return { ...graph, edges: [...graph.edges, makeEdge(edge.from, portOf(edge), edge.to)] }
}

export function removeEdges(graph: EditedGraph, keys: ReadonlySet<string>): EditedGraph {
  return { ...graph, edges: graph.edges.filter((edge) => !keys.has(edgeKey(edge))) }
}

/**
 * Remove nodes, containers with their bodies; where one had a single way in and a single way out, its
 * neighbours are joined.
 */
export function removeNodes(
  graph: EditedGraph,
  nodeIds: ReadonlySet<string>,
  catalog: NodeCatalog,
): EditedGraph {
  return [...bodiesOf(graph, catalog).withBodies(nodeIds)].reduce(removeNode, graph)
}

function removeNode(graph: EditedGraph, nodeId: string): EditedGraph {
  const ways = (end: 'from' | 'to') => graph.edges.filter((edge) => edge[end] === nodeId)
  const [into, ...moreIn] = ways('to')
  const [out, ...moreOut] = ways('from')
  const rest = {
    ...withoutMember(graph, nodeId),
    nodes: graph.nodes
      .filter((node) => node.id !== nodeId)
      .map((node) => withoutUndo(node, nodeId)),
    edges: graph.edges.filter((edge) => edge.from !== nodeId && edge.to !== nodeId),
  }
  if (!into || !out || moreIn.length > 0 || moreOut.length > 0) return rest
  return connect(rest, makeEdge(into.from, portOf(into), out.to))
}

/** What is gone is in no group; a group of nothing is gone too. */
function withoutMember(graph: EditedGraph, nodeId: string): EditedGraph {
  if (!graph.groups?.some((group) => group.nodes?.includes(nodeId))) return graph
  const groups = graph.groups
    .map((group) => ({ ...group, nodes: group.nodes?.filter((id) => id !== nodeId) ?? [] }))
    .filter((group) => group.nodes.length > 0)
  return { ...graph, groups }
}

/** What is gone undoes nothing. */
function withoutUndo(node: GraphNode, gone: string): GraphNode {
  if (node.undo !== gone) return node
  const { undo: _, ...rest } = node
  return rest
}

export function moveNodes(
  graph: EditedGraph,
  positions: ReadonlyMap<string, Point>,
  toGrid = true,
): EditedGraph {
  const nodes = graph.nodes.map((node) => {
    const position = positions.get(node.id)
    return position ? { ...node, position: toGrid ? snap(position) : position } : node
  })
  return { ...graph, nodes }
}

/** New config; edges follow a port whose name was changed in it. */
export function setConfig(
  graph: EditedGraph,
  nodeId: string,
  config: Config,
  catalog: NodeCatalog,
): EditedGraph {
  const node = findNode(graph, nodeId)
  if (!node) return graph
  const type = catalog.of(node)
  const changed = updateNode(graph, nodeId, (each) => ({ ...each, config }))
  return followRenamedPort(changed, nodeId, portsOf(node, type), portsOf({ ...node, config }, type))
}

/** Runs pass through a disabled node. */
export function setDisabled(
  graph: EditedGraph,
  nodeIds: ReadonlySet<string>,
  disabled: boolean,
): EditedGraph {
  const nodes = graph.nodes.map((node) => {
    if (!nodeIds.has(node.id) || (node.disabled ?? false) === disabled) return node
    const { disabled: _, ...rest } = node
    return disabled ? { ...rest, disabled } : rest
  })
  return { ...graph, nodes }
}

export const setName = (graph: EditedGraph, nodeId: string, name: string) =>
  updateNode(graph, nodeId, ({ name: _, ...node }) => (name ? { ...node, name } : node))

export const setJoin = (graph: EditedGraph, nodeId: string, join: 'all' | 'any') =>
  updateNode(graph, nodeId, ({ join: _, ...node }) => (join === 'any' ? { ...node, join } : node))

export const setPolicy = (graph: EditedGraph, nodeId: string, policy: NodePolicy) =>
  updateNode(graph, nodeId, ({ policy: _, ...node }) =>
    Object.keys(policy).length > 0 ? { ...node, policy } : node,
  )
