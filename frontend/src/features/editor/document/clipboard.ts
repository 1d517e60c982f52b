/** Nodes as text: copied, cut and pasted within a workflow, across workflows and into a chat. */
import { bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import { type EditedGraph, noteKey, notesOf, readGraph } from './graph'

/** Beside `nodes` and `edges`, so that a whole graph file can be pasted too. */
const MARK = 'noria'

/** The chosen nodes, containers with their bodies, and the edges between them. */
export function copyNodes(
  graph: EditedGraph,
  chosen: ReadonlySet<string>,
  catalog: NodeCatalog,
): string {
  const nodeIds = bodiesOf(graph, catalog).withBodies(chosen)
  const nodes = graph.nodes.filter((node) => nodeIds.has(node.id))
  const edges = graph.edges.filter((edge) => nodeIds.has(edge.from) && nodeIds.has(edge.to))
  const notes = notesOf(graph).filter((note) => chosen.has(noteKey(note.id)))
  return JSON.stringify(
    { [MARK]: 'nodes', nodes, edges, ...(notes.length > 0 && { notes }) },
    null,
    2,
  )
}

/** Null: the text holds no nodes. */
export function readClipboard(text: string): EditedGraph | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    const graph = readGraph(JSON.parse(text))
    return graph.nodes.length + notesOf(graph).length > 0 ? graph : null
  } catch {
    return null
  }
}
