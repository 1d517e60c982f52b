/** Which edges may be drawn. The server checks again; this is what the hand feels. */
import { bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import { type EditedGraph, edgeKey, findNode, type GraphEdge, labelOf, portOf } from './graph'
import { hasInput, portsOf } from './ports'
import { downstreamOf } from './reach'

/** Why the edge can't be drawn, as one sentence; null when it can. */
export function edgeProblem(
  graph: EditedGraph,
  edge: GraphEdge,
  catalog: NodeCatalog,
): string | null {
  const source = findNode(graph, edge.from)
  const target = findNode(graph, edge.to)
  if (!source || !target) return 'One of the steps is gone.'
  if (edge.from === edge.to) return 'A step can’t follow itself.'
  if (!hasInput(target)) return 'Nothing comes before the start.'
  if (!portsOf(source, catalog.of(source)).includes(portOf(edge)))
    return `“${labelOf(source)}” has no port “${portOf(edge)}”.`
  const apart = undoProblem(graph, edge) ?? borderProblem(graph, edge, catalog)
  if (apart) return apart
  if (graph.edges.some((other) => edgeKey(other) === edgeKey(edge)))
    return 'These two are connected already.'
  if (downstreamOf(graph, edge.to).has(edge.from))
    return `“${labelOf(source)}” comes after “${labelOf(target)}”: this would go round in a circle.`
  return null
}

/** Why an edge that is in the document can't work; null when it can. Such edges stay, drawn broken. */
export function brokenEdgeProblem(
  graph: EditedGraph,
  edge: GraphEdge,
  catalog: NodeCatalog,
): string | null {
  const source = findNode(graph, edge.from)
  const target = findNode(graph, edge.to)
  if (!source || !target) return 'One end of this edge is missing.'
  if (!hasInput(target)) return 'Nothing comes before the start.'
  if (!portsOf(source, catalog.of(source)).includes(portOf(edge)))
    return `“${labelOf(source)}” has no port “${portOf(edge)}” any more.`
  return undoProblem(graph, edge) ?? borderProblem(graph, edge, catalog)
}

function undoProblem(graph: EditedGraph, edge: GraphEdge): string | null {
  for (const id of [edge.from, edge.to]) {
    const undone = graph.nodes.find((node) => node.undo === id)
    const own = findNode(graph, id)
    if (undone && own)
      return `“${labelOf(own)}” undoes “${labelOf(undone)}”, so it stands apart: no edge leads to it or from it.`
  }
  return null
}

/** A body is closed: what is in it is wired among itself. */
function borderProblem(graph: EditedGraph, edge: GraphEdge, catalog: NodeCatalog): string | null {
  const bodies = bodiesOf(graph, catalog)
  const [from, to] = [bodies.parentOf(edge.from), bodies.parentOf(edge.to)]
  if (from === to) return null
  const isInner = from !== null && bodies.around(edge.from).includes(to ?? '') // `to` is around it
  const [inside, loop] = to === null || isInner ? [edge.from, from] : [edge.to, to]
  const [step, container] = [findNode(graph, inside), findNode(graph, loop ?? '')]
  return step && container
    ? `“${labelOf(step)}” is in the body of “${labelOf(container, catalog.of(container)?.title)}”: no edge crosses its border.`
    : null
}

/** All that a step could be connected to, as the keyboard's list of targets shows it. */
export function possibleEdges(
  graph: EditedGraph,
  nodeId: string,
  catalog: NodeCatalog,
): GraphEdge[] {
  const source = findNode(graph, nodeId)
  if (!source) return []
  const above = new Set([nodeId])
  for (const node of graph.nodes) {
    if (downstreamOf(graph, node.id).has(nodeId)) above.add(node.id)
  }
  const known = new Set(graph.edges.map(edgeKey))
  const bodies = bodiesOf(graph, catalog)
  const body = bodies.parentOf(nodeId)
  return portsOf(source, catalog.of(source)).flatMap((port) =>
    graph.nodes
      .filter((target) => hasInput(target) && !above.has(target.id))
      .filter((target) => bodies.parentOf(target.id) === body)
      .filter((target) => undoProblem(graph, { from: nodeId, to: target.id }) === null)
      .map((target) => ({ from: nodeId, port, to: target.id }))
      .filter((edge) => !known.has(edgeKey(edge))),
  )
}
