/** From React Flow's events to what they mean for the document. Where a drag ends is one gesture. */
import type { Connection, FinalConnectionState, NodeChange, Viewport } from '@xyflow/react'
import {
  type EditedGraph,
  edgeKey,
  type GraphEdge,
  makeEdge,
  OUT,
  type Point,
} from '../document/graph'
import type { Editor } from '../editor'
import type { CanvasModel } from './canvas-model'
import { type CardNode, INPUT } from './flow-graph'

export const edgeOf = (connection: Connection): GraphEdge =>
  makeEdge(connection.source, connection.sourceHandle ?? OUT, connection.target)

type Drag = { from: ReadonlyMap<string, Point> }

export class Gestures {
  #editor: Editor
  #model: CanvasModel
  #drag: Drag | null = null

  constructor(editor: Editor, model: CanvasModel) {
    this.#editor = editor
    this.#model = model
  }

  /** Moves under way stay on the canvas; those by keyboard come to rest at once. */
  nodesChanged(changes: NodeChange<CardNode>[]) {
    this.#model.applyNodes(changes)
    if (changes.some((change) => change.type === 'select')) this.#takeSelection()
    if (this.#drag) return
    const moves = changes.flatMap((change) =>
      change.type === 'position' && change.position && !change.dragging
        ? [[change.id, change.position] as const]
        : [],
    )
    if (moves.length > 0) this.#editor.move(new Map(moves), true)
  }

  #takeSelection() {
    this.#editor.store.setState({ selection: this.#model.chosen() })
  }

  edgesChanged(changes: Parameters<CanvasModel['applyEdges']>[0]) {
    this.#model.applyEdges(changes)
    if (changes.some((change) => change.type === 'select')) this.#takeSelection()
  }

  dragStarted(nodes: readonly CardNode[]) {
    this.#drag = { from: new Map(nodes.map((node) => [node.id, node.position])) }
  }

  /** A drag may splice a loose step into an edge, copy with Alt, or simply move. */
  dragStopped(event: { altKey: boolean }, nodes: readonly CardNode[]) {
    const drag = this.#drag
    this.#drag = null
    const [first, ...more] = nodes
    if (!first || !drag) return
    const places = new Map(nodes.map((node) => [node.id, node.position]))
    if (event.altKey) return this.#copyTo(drag, first)
    const edge = more.length === 0 ? this.#edgeUnder(first) : null
    if (edge && this.#editor.spliceInto(first.id, edge, first.position)) return
    const moved = [...places].some(([id, place]) => !samePlace(drag.from.get(id), place))
    if (moved) this.#editor.move(places, false)
  }

  #copyTo(drag: Drag, dropped: CardNode) {
    const { selection } = this.#editor.store.getState()
    this.#editor.select(drag.from.keys())
    const text = this.#editor.copied()
    // The originals go back to where they were.
    this.#model.show(this.#editor.graph, selection)
    if (text) this.#editor.paste(text, this.#topLeftOf(drag, dropped))
  }

  /** Where the top left of all that was dragged has come to. */
  #topLeftOf(drag: Drag, dropped: CardNode): Point {
    const began = drag.from.get(dropped.id) ?? dropped.position
    const points = [...drag.from.values()]
    return {
      x: Math.min(...points.map(({ x }) => x)) + dropped.position.x - began.x,
      y: Math.min(...points.map(({ y }) => y)) + dropped.position.y - began.y,
    }
  }

  /** The edge whose line runs under the card, near its middle. */
  #edgeUnder(node: CardNode): GraphEdge | null {
    const card = document.querySelector(`.react-flow__node[data-id="${node.id}"]`)
    if (!card) return null
    const { left, top, width, height } = card.getBoundingClientRect()
    const line = [0.5, 0.3, 0.7, 0.1, 0.9]
      .flatMap((part) => document.elementsFromPoint(left + width / 2, top + height * part))
      .find((each) => each.classList.contains('react-flow__edge-interaction'))
    const id = line?.closest<SVGElement>('.react-flow__edge')?.dataset.id
    return this.#editor.graph.edges.find((edge) => edgeKey(edge) === id) ?? null
  }

  /** A line dropped on nothing asks what should be there. */
  connectEnded(state: FinalConnectionState, point: Point) {
    const { fromNode, fromHandle, toNode, isValid } = state
    if (isValid || toNode || !fromNode || fromHandle?.id === INPUT) return
    const port = fromHandle?.id ?? OUT
    const place = { x: point.x, y: point.y - 27 }
    this.#editor.store.setState({
      sheet: { kind: 'add', place: { kind: 'after', node_id: fromNode.id, port, point: place } },
    })
  }
}

const samePlace = (a: Point | undefined, b: Point) => a?.x === b.x && a?.y === b.y

const VIEWPORT = 'noria.viewport.'

/** Kept for each workflow on this machine, not in the document. */
export function storedViewport(workflowId: string): Viewport | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(VIEWPORT + workflowId) ?? 'null')
    return isViewport(stored) ? stored : null
  } catch {
    return null
  }
}

export const storeViewport = (workflowId: string, viewport: Viewport) =>
  localStorage.setItem(VIEWPORT + workflowId, JSON.stringify(viewport))

function isViewport(value: unknown): value is Viewport {
  if (typeof value !== 'object' || value === null) return false
  const { x, y, zoom } = value as Record<string, unknown>
  return [x, y, zoom].every(Number.isFinite)
}

/** Are the places of nodes all that differs, and of how many? Then the change is shown moving. */
export function isRearranged(before: EditedGraph, after: EditedGraph): boolean {
  if (before.nodes.length !== after.nodes.length) return false
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const moved = after.nodes.filter((node) => old.get(node.id) !== node)
  return moved.length > 2 && moved.every((node) => old.has(node.id))
}
