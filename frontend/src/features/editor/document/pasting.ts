/** Copied nodes come into a graph, with new ids and with references that follow. */
import { BODY_PX, type Bodies, bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import { renameReferences } from './expressions'
import { boundsOf, freePlace, NODE_HEIGHT_PX, NODE_WIDTH_PX, snap } from './geometry'
import {
  type EditedGraph,
  type GraphNode,
  ID_PATTERN,
  type Note,
  noteKey,
  notesOf,
  type Point,
  positionOf,
} from './graph'
import { freeId, idFrom } from './ids'

export type Pasted = { graph: EditedGraph; nodeIds: string[]; skipped: number }

/**
 * Add copied nodes with new ids where theirs are taken. References among them follow; references to
 * steps that were not copied stay as they are. Where `at` is inside a frame, they become part of its body.
 *
 * A second start is left out, and in a body start and end: `skipped` counts such nodes.
 */
export function pasteNodes(
  graph: EditedGraph,
  pasted: EditedGraph,
  at: Point,
  catalog: NodeCatalog,
): Pasted {
  const bodies = bodiesOf(graph, catalog)
  const container = bodies.containerAt(at)
  const kept = pasted.nodes.filter((node) => mayBePasted(graph, node, container))
  const newIds = chooseIds(graph, kept)
  const place = bodies.within(container, at)
  const source = bodiesOf({ nodes: kept, edges: [] }, catalog)
  const offset = offsetTo(bodies, container, source, place)
  const nodes = kept.map((node) => {
    const isOuter = source.parentOf(node.id) === null
    const { x, y } = isOuter ? source.placeOf(node.id) : positionOf(node)
    const position = isOuter ? snap({ x: x + offset.x, y: y + offset.y }) : { x, y }
    const { parent, undo, ...rest } = renameReferences({ ...node, position }, newIds, catalog)
    const newParent = isOuter ? container : newIds.get(parent ?? '')
    const id = newIds.get(node.id) ?? node.id
    return { ...rest, id, ...tied(newParent, newIds.get(undo ?? '')) }
  })
  const edges = pasted.edges.flatMap((edge) => {
    const from = newIds.get(edge.from)
    const to = newIds.get(edge.to)
    return from && to ? [{ ...edge, from, to }] : []
  })
  const notes = pasteNotes(graph, pasted, kept.length > 0 ? offset : null, at)
  return {
    graph: {
      ...graph,
      nodes: [...graph.nodes, ...nodes],
      edges: [...graph.edges, ...edges],
      ...(notes.length > 0 && { notes: [...notesOf(graph), ...notes] }),
    },
    nodeIds: [
      ...kept
        .filter((node) => source.parentOf(node.id) === null)
        .map((node) => newIds.get(node.id) ?? node.id),
      ...notes.map((note) => noteKey(note.id)),
    ],
    skipped: pasted.nodes.length - kept.length,
  }
}

/** With the nodes that they stood beside; alone at the place itself. */
function pasteNotes(
  graph: EditedGraph,
  pasted: EditedGraph,
  offset: Point | null,
  at: Point,
): Note[] {
  const taken = new Set(notesOf(graph).map((note) => note.id))
  const [first] = notesOf(pasted)
  const alone = first && { x: at.x - positionOf(first).x, y: at.y - positionOf(first).y }
  const by = offset ?? alone ?? { x: 0, y: 0 }
  return notesOf(pasted).map((note) => {
    const id = freeId(ID_PATTERN.test(note.id) ? note.id : 'note', taken)
    taken.add(id)
    const { x, y } = positionOf(note)
    return { ...note, id, position: snap({ x: x + by.x, y: y + by.y }) }
  })
}

/** The fields that name other nodes, where they do. */
const tied = (parent: string | null | undefined, undo: string | undefined) => ({
  ...(parent && { parent }),
  ...(undo && { undo }),
})

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

function mayBePasted(graph: EditedGraph, { type }: GraphNode, container: string | null): boolean {
  if (container !== null && (type === 'start' || type === 'end')) return false
  return type !== 'start' || !graph.nodes.some((node) => node.type === 'start')
}

/** How far to move so that the top left of all lands at `at`, or at the next free place below it. */
function offsetTo(into: Bodies, container: string | null, pasted: Bodies, at: Point): Point {
  const bounds = boundsOf(pasted.stepsOf(null).map((node) => pasted.boxOf(node.id)))
  if (!bounds) return { x: 0, y: 0 }
  const taken = into.stepsOf(container).map((node) => into.boxOf(node.id))
  const wanted =
    container === null ? at : { x: Math.max(at.x, BODY_PX.left), y: Math.max(at.y, BODY_PX.top) }
  const place = freePlace(taken, wanted, { width: NODE_WIDTH_PX, height: NODE_HEIGHT_PX })
  return { x: place.x - bounds.x, y: place.y - bounds.y }
}
