/** Which edges may be drawn. The server checks again; this is what the hand feels. */
import { t } from '@/shared/i18n/texts'
import { bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import {
  type EditedGraph,
  edgeKey,
  findNode,
  type GraphEdge,
  type GraphNode,
  labelOf,
  portOf,
} from './graph'
import { hasInput, portsOf } from './ports'
import { downstreamOf } from './reach'

type Index = {
  byId: ReadonlyMap<string, GraphNode>
  /** The step that a step undoes, by the id of the one that undoes. */
  undoneBy: ReadonlyMap<string, GraphNode>
}

const indexes = new WeakMap<readonly GraphNode[], Index>()

/** Every edge asks for its ends: searched one by one, a thousand of them took a quarter of a second. */
function indexOf({ nodes }: EditedGraph): Index {
  const known = indexes.get(nodes)
  if (known) return known
  const index = {
    byId: new Map(nodes.map((node) => [node.id, node])),
    undoneBy: new Map(nodes.flatMap((node) => (node.undo ? [[node.undo, node]] : []))),
  }
  indexes.set(nodes, index)
  return index
}

/** Why the edge can't be drawn, as one sentence; null when it can. */
export function edgeProblem(
  graph: EditedGraph,
  edge: GraphEdge,
  catalog: NodeCatalog,
): string | null {
  const { byId } = indexOf(graph)
  const [source, target] = [byId.get(edge.from), byId.get(edge.to)]
  if (!source || !target) return t('One of the steps is gone.')
  if (edge.from === edge.to) return t('A step can’t follow itself.')
  if (!hasInput(target)) return t('Nothing comes before the start.')
  if (!portsOf(source, catalog.of(source)).includes(portOf(edge)))
    return t('“{step}” has no port “{port}”.', { step: labelOf(source), port: portOf(edge) })
  const apart = undoProblem(graph, edge) ?? borderProblem(graph, edge, catalog)
  if (apart) return apart
  if (graph.edges.some((other) => edgeKey(other) === edgeKey(edge)))
    return t('These two are connected already.')
  if (downstreamOf(graph, edge.to).has(edge.from))
    return t('“{step}” comes after “{other}”: this would go round in a circle.', {
      step: labelOf(source),
      other: labelOf(target),
    })
  return null
}

/** Why an edge that is in the document can't work; null when it can. Such edges stay, drawn broken. */
export function brokenEdgeProblem(
  graph: EditedGraph,
  edge: GraphEdge,
  catalog: NodeCatalog,
): string | null {
  const { byId } = indexOf(graph)
  const [source, target] = [byId.get(edge.from), byId.get(edge.to)]
  if (!source || !target) return t('One end of this edge is missing.')
  if (!hasInput(target)) return t('Nothing comes before the start.')
  if (!portsOf(source, catalog.of(source)).includes(portOf(edge)))
    return t('“{step}” has no port “{port}” any more.', {
      step: labelOf(source),
      port: portOf(edge),
    })
  return undoProblem(graph, edge) ?? borderProblem(graph, edge, catalog)
}

function undoProblem(graph: EditedGraph, edge: GraphEdge): string | null {
  const { byId, undoneBy } = indexOf(graph)
  for (const id of [edge.from, edge.to]) {
    const undone = undoneBy.get(id)
    const own = byId.get(id)
    if (undone && own)
      return t('“{step}” undoes “{other}”, so it stands apart: no edge leads to it or from it.', {
        step: labelOf(own),
        other: labelOf(undone),
      })
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
    ? t('“{step}” is in the body of “{loop}”: no edge crosses its border.', {
        step: labelOf(step),
        loop: labelOf(container, catalog.of(container)?.title),
      })
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
