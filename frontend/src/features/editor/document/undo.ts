/** Compensations: which step undoes which. They stand apart, without edges. */
import { bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import { type Added, addNode } from './edit'
import { type EditedGraph, findNode, type GraphNode } from './graph'

const COMPENSATION = 'http.request'
const BELOW_PX = 88

/** The step that the node undoes. */
export const undoneBy = (graph: EditedGraph, nodeId: string): GraphNode | undefined =>
  graph.nodes.find((node) => node.undo === nodeId)

/** Null takes the compensation away; the step itself stays. */
export function setUndo(graph: EditedGraph, nodeId: string, undo: string | null): EditedGraph {
  const nodes = graph.nodes.map((node) => {
    if (node.id !== nodeId) return node
    const { undo: _, ...rest } = node
    return undo === null ? rest : { ...rest, undo }
  })
  return { ...graph, nodes }
}

/** A request below the step, that undoes it. */
export function addUndo(graph: EditedGraph, nodeId: string, catalog: NodeCatalog): Added | null {
  const type = catalog.byName(COMPENSATION)
  const bodies = bodiesOf(graph, catalog)
  if (!type || !findNode(graph, nodeId)) return null
  const { x, y, height } = bodies.boxOf(nodeId)
  const spot = { x: x + 32, y: y + height + BELOW_PX - 54, parent: bodies.parentOf(nodeId) }
  const added = addNode(graph, type, spot, catalog)
  return { ...added, graph: setUndo(added.graph, nodeId, added.nodeId) }
}

/** Steps that could undo it: work outside of the run, are in the same body, and are not used otherwise. */
export function possibleUndos(
  graph: EditedGraph,
  nodeId: string,
  catalog: NodeCatalog,
): GraphNode[] {
  const bodies = bodiesOf(graph, catalog)
  const body = bodies.parentOf(nodeId)
  const wired = new Set(graph.edges.flatMap(({ from, to }) => [from, to]))
  const used = new Set(graph.nodes.filter((node) => node.id !== nodeId).map((node) => node.undo))
  return graph.nodes.filter(
    (node) =>
      node.id !== nodeId &&
      node.undo === undefined &&
      !wired.has(node.id) &&
      !used.has(node.id) &&
      bodies.parentOf(node.id) === body &&
      catalog.of(node)?.lane === 'activity',
  )
}

/** May it be undone? Not a step that only steers, and not one that undoes another. */
export function canBeUndone(graph: EditedGraph, node: GraphNode, catalog: NodeCatalog): boolean {
  const type = catalog.of(node)
  const acts = type?.lane === 'activity' || node.type === 'workflow.run' || node.type === 'approval'
  return node.undo !== undefined || (acts && !undoneBy(graph, node.id))
}
