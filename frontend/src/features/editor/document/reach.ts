/** What comes before and after a node. */
import { type EditedGraph, type GraphEdge, portOf } from './graph'

type Neighbours = ReadonlyMap<string, readonly string[]>

export function successors(graph: EditedGraph): Neighbours {
  return group(graph.edges, (edge) => [edge.from, edge.to])
}

export function predecessors(graph: EditedGraph): Neighbours {
  return group(graph.edges, (edge) => [edge.to, edge.from])
}

function group(
  edges: readonly GraphEdge[],
  pair: (edge: GraphEdge) => readonly [string, string],
): Neighbours {
  const all = new Map<string, string[]>()
  for (const edge of edges) {
    const [key, value] = pair(edge)
    const values = all.get(key)
    if (!values) all.set(key, [value])
    else if (!values.includes(value)) values.push(value)
  }
  return all
}

/** Everything that can be reached from a node, the node itself left out unless there is a cycle. */
export function reachable(next: Neighbours, nodeId: string): Set<string> {
  const found = new Set<string>()
  const waiting = [...(next.get(nodeId) ?? [])]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue
    found.add(id)
    waiting.push(...(next.get(id) ?? []))
  }
  return found
}

/** Steps whose output an expression of the node may read. */
export const upstreamOf = (graph: EditedGraph, nodeId: string) =>
  reachable(predecessors(graph), nodeId)

export const downstreamOf = (graph: EditedGraph, nodeId: string) =>
  reachable(successors(graph), nodeId)

export const incomingOf = (graph: EditedGraph, nodeId: string) =>
  graph.edges.filter((edge) => edge.to === nodeId)

export const outgoingOf = (graph: EditedGraph, nodeId: string) =>
  graph.edges.filter((edge) => edge.from === nodeId)

/** Where a walk by arrow keys leads: along an edge, or to the neighbour on the same fork. */
export function walk(
  graph: EditedGraph,
  nodeId: string,
  direction: 'forward' | 'back' | 'up' | 'down',
): string | null {
  if (direction === 'forward') return outgoingOf(graph, nodeId)[0]?.to ?? null
  if (direction === 'back') return incomingOf(graph, nodeId)[0]?.from ?? null
  const siblings = siblingsOf(graph, nodeId)
  const step = direction === 'down' ? 1 : -1
  return siblings[siblings.indexOf(nodeId) + step] ?? null
}

/** Nodes that come after the same step, or else before the same one, from top to bottom. */
function siblingsOf(graph: EditedGraph, nodeId: string): string[] {
  const parent = incomingOf(graph, nodeId)[0]?.from
  const child = outgoingOf(graph, nodeId)[0]?.to
  const ids = parent
    ? outgoingOf(graph, parent).map((edge) => edge.to)
    : child
      ? incomingOf(graph, child).map((edge) => edge.from)
      : []
  const height = new Map(graph.nodes.map((node) => [node.id, node.position?.y ?? 0]))
  return [...new Set(ids)].sort((a, b) => (height.get(a) ?? 0) - (height.get(b) ?? 0))
}

/** Edges out of one port. */
export const edgesFromPort = (graph: EditedGraph, nodeId: string, port: string) =>
  graph.edges.filter((edge) => edge.from === nodeId && portOf(edge) === port)
