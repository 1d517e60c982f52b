/**
 * What React Flow shows: the document's nodes and edges, and what moves between two resting places.
 *
 * The document changes only when a gesture has come to rest; while one is under way the changes stay here.
 */
import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react'
import { createStore, type StoreApi } from 'zustand'
import type { SnapLine } from '../document/arrange'
import type { NodeCatalog } from '../document/catalog'
import type { Point } from '../document/graph'
import type { Selection } from '../store'
import { flowEdges, flowNodes } from './flow-graph'
import { flowGroups, flowNotes } from './flow-sheets'
import type { CanvasNode, LineEdge, Shown } from './flow-types'
import { undoEdges } from './undo-lines'

export type CanvasState = {
  nodes: CanvasNode[]
  edges: LineEdge[]
  /** Shows the "+" in its middle. */
  hoveredEdge: string | null
  /** The container into whose body what is dragged would go. */
  dropInto: string | null
  /** What the dragged card is in line with. */
  snapLines: readonly SnapLine[]
}

const HOVER_MS = 200
const TWEEN_MS = 200
/** Above this a tween costs more frames than it shows. */
const TWEEN_NODES = 300

export class CanvasModel {
  readonly store: StoreApi<CanvasState>
  #catalog: NodeCatalog
  #leaving: ReturnType<typeof setTimeout> | undefined
  #tween = 0

  constructor(shown: Shown, catalog: NodeCatalog) {
    this.#catalog = catalog
    this.store = createStore<CanvasState>(() => ({
      nodes: drawnNodes(shown, catalog, new Map()),
      edges: [...flowEdges(shown, catalog, new Map()), ...undoEdges(shown, catalog)],
      hoveredEdge: null,
      dropInto: null,
      snapLines: [],
    }))
  }

  /** The document, the selection or what is folded has changed. */
  show(shown: Shown, tween = false) {
    cancelAnimationFrame(this.#tween)
    const { nodes, edges } = this.store.getState()
    const target = drawnNodes(shown, this.#catalog, byId(nodes))
    const lines = flowEdges(shown, this.#catalog, byId(edges))
    this.store.setState({ edges: [...lines, ...undoEdges(shown, this.#catalog)] })
    if (tween && target.length <= TWEEN_NODES && !prefersStill()) this.#tweenTo(target)
    else this.store.setState({ nodes: target })
  }

  dropInto(container: string | null) {
    if (this.store.getState().dropInto !== container) this.store.setState({ dropInto: container })
  }

  snapLines(snapLines: readonly SnapLine[]) {
    if (snapLines.length + this.store.getState().snapLines.length > 0) {
      this.store.setState({ snapLines })
    }
  }

  applyNodes(changes: NodeChange<CanvasNode>[]) {
    this.store.setState(({ nodes }) => ({ nodes: applyNodeChanges(changes, nodes) }))
  }

  applyEdges(changes: EdgeChange<LineEdge>[]) {
    this.store.setState(({ edges }) => ({ edges: applyEdgeChanges(changes, edges) }))
  }

  /** The pointer may leave an edge on its way to the "+": it stays for a moment. */
  hover(edgeId: string | null) {
    clearTimeout(this.#leaving)
    if (edgeId) this.store.setState({ hoveredEdge: edgeId })
    else this.#leaving = setTimeout(() => this.store.setState({ hoveredEdge: null }), HOVER_MS)
  }

  chosen(): Selection {
    const { nodes, edges } = this.store.getState()
    return {
      nodes: new Set(nodes.filter((node) => node.selected).map((node) => node.id)),
      edges: new Set(edges.filter((edge) => edge.selected).map((edge) => edge.id)),
    }
  }

  #tweenTo(target: CanvasNode[]) {
    const from = new Map(this.store.getState().nodes.map((node) => [node.id, node.position]))
    const began = performance.now()
    const frame = (now: number) => {
      const part = Math.min(1, Math.max(0, (now - began) / TWEEN_MS))
      const eased = 1 - (1 - part) ** 3
      const nodes =
        part === 1 ? target : target.map((node) => between(node, from.get(node.id), eased))
      this.store.setState({ nodes })
      if (part < 1) this.#tween = requestAnimationFrame(frame)
    }
    this.#tween = requestAnimationFrame(frame)
  }
}

/** Behind first; a group in a loop comes after the loop, as React Flow wants it. */
function drawnNodes(
  shown: Shown,
  catalog: NodeCatalog,
  before: ReadonlyMap<string, CanvasNode>,
): CanvasNode[] {
  const groups = flowGroups(shown, catalog, before)
  return [
    ...flowNotes(shown, before),
    ...groups.filter((group) => !group.parentId),
    ...flowNodes(shown, catalog, before),
    ...groups.filter((group) => group.parentId),
  ]
}

function between(node: CanvasNode, from: Point | undefined, part: number): CanvasNode {
  if (!from || (from.x === node.position.x && from.y === node.position.y)) return node
  const x = from.x + (node.position.x - from.x) * part
  const y = from.y + (node.position.y - from.y) * part
  return { ...node, position: { x, y } }
}

const byId = <T extends { id: string }>(items: readonly T[]) =>
  new Map(items.map((item) => [item.id, item]))

const prefersStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches
