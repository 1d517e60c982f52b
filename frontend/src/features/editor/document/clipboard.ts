/** Nodes as text: copied, cut and pasted within a workflow, across workflows and into a chat. */
import type { NodeCatalog } from './catalog'
import { renameReferences } from './expressions'
import { freePlace, snap } from './geometry'
import {
  type EditedGraph,
  type GraphNode,
  ID_PATTERN,
  type Point,
  positionOf,
  readGraph,
} from './graph'
import { freeId, idFrom } from './ids'

/** Beside `nodes` and `edges`, so that a whole graph file can be pasted too. */
const MARK = 'noria'

/** The chosen nodes and the edges between them. */
export function copyNodes(graph: EditedGraph, nodeIds: ReadonlySet<string>): string {
  const nodes = graph.nodes.filter((node) => nodeIds.has(node.id))
  const edges = graph.edges.filter((edge) => nodeIds.has(edge.from) && nodeIds.has(edge.to))
  return JSON.stringify({ [MARK]: 'nodes', nodes, edges }, null, 2)
}

/** Null: the text holds no nodes. */
export function readClipboard(text: string): EditedGraph | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    const graph = readGraph(JSON.parse(text))
    return graph.nodes.length > 0 ? graph : null
  } catch {
    return null
  }
}

export type Pasted = { graph: EditedGraph; nodeIds: string[]; skipped: number }

/**
 * Add copied nodes with new ids where theirs are taken. References among them follow; references to
 * steps that were not copied stay as they are.
 *
 * A second start is left out: `skipped` counts such nodes.
 */
export function pasteNodes(
  graph: EditedGraph,
  pasted: EditedGraph,
  at: Point,
  catalog: NodeCatalog,
): Pasted {
  const hasStart = graph.nodes.some((node) => node.type === 'start')
  const kept = pasted.nodes.filter((node) => !(hasStart && node.type === 'start'))
  const newIds = chooseIds(graph, kept)
  const offset = offsetTo(graph, kept, at)
  const nodes = kept.map((node) => {
    const { x, y } = positionOf(node)
    const moved = { ...node, position: snap({ x: x + offset.x, y: y + offset.y }) }
    const { parent, ...rest } = renameReferences(moved, newIds, catalog)
    const newParent = parent ? newIds.get(parent) : undefined
    return { ...rest, id: newIds.get(node.id) ?? node.id, ...(newParent && { parent: newParent }) }
  })
  const edges = pasted.edges.flatMap((edge) => {
    const from = newIds.get(edge.from)
    const to = newIds.get(edge.to)
    return from && to ? [{ ...edge, from, to }] : []
  })
  return {
    graph: { nodes: [...graph.nodes, ...nodes], edges: [...graph.edges, ...edges] },
    nodeIds: nodes.map((node) => node.id),
    skipped: pasted.nodes.length - kept.length,
  }
}

function chooseIds(graph: EditedGraph, nodes: readonly GraphNode[]): Map<string, string> {
  const taken = new Set(graph.nodes.map((node) => node.id))
  const newIds = new Map<string, string>()
  for (const { id } of nodes) {
    const newId = freeId(ID_PATTERN.test(id) ? id : idFrom(id), taken)
    taken.add(newId)
    newIds.set(id, newId)
  }
  return newIds
}

/** How far to move so that the top left card lands at `at`, or at the next free place below. */
function offsetTo(graph: EditedGraph, nodes: readonly GraphNode[], at: Point): Point {
  const points = nodes.map(positionOf)
  const left = Math.min(...points.map(({ x }) => x))
  const top = Math.min(...points.map(({ y }) => y))
  const place = freePlace(graph, at)
  return { x: place.x - left, y: place.y - top }
}
