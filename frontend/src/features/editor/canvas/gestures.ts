/** From React Flow's events to what they mean for the document. Where a drag ends is one gesture. */
import type { Connection, FinalConnectionState, NodeChange, Viewport } from '@xyflow/react'
import { type SnapLine, snapTo } from '../document/arrange'
import { edgeProblem } from '../document/connect'
import { type Box, boxesTouch, NODE_WIDTH_PX, PORT_Y_PX } from '../document/geometry'
import {
  type EditedGraph,
  edgeKey,
  type GraphEdge,
  groupKey,
  groupsOf,
  makeEdge,
  OUT,
  type Point,
} from '../document/graph'
import { membersOf } from '../document/groups'
import type { Editor } from '../editor'
import type { CanvasModel } from './canvas-model'
import { type CanvasNode, INPUT, isCard } from './flow-types'

export const edgeOf = (connection: Connection): GraphEdge =>
  makeEdge(connection.source, connection.sourceHandle ?? OUT, connection.target)

type Drag = { from: ReadonlyMap<string, Point> }

export class Gestures {
  #editor: Editor
  #model: CanvasModel
  #drag: Drag | null = null
  /** Where the lone card that is dragged comes to rest when it is let go now. */
  #snapped: Point | null = null
  #drawnBox: () => Box | null

  constructor(editor: Editor, model: CanvasModel, drawnBox: () => Box | null) {
    this.#editor = editor
    this.#model = model
    this.#drawnBox = drawnBox
  }

  /** Moves under way stay on the canvas; those by keyboard come to rest at once. */
  nodesChanged(all: NodeChange<CanvasNode>[]) {
    const changes = this.#withoutFramesAround(all)
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

  /** A box drawn inside a frame touches the frame, but does not mean it. */
  #withoutFramesAround(changes: NodeChange<CanvasNode>[]): NodeChange<CanvasNode>[] {
    const box = this.#drawnBox()
    if (!box) return changes
    const { bodies } = this.#editor
    const isMeant = (id: string) =>
      !bodies.isContainer(id) ||
      encloses(box, { ...bodies.placeOf(id), ...bodies.sizeOf(id) }) ||
      this.#editor.store.getState().collapsed.has(id)
    return changes.filter(
      (change) => change.type !== 'select' || !change.selected || isMeant(change.id),
    )
  }

  /** A group that is chosen takes what is in it along. */
  #takeSelection() {
    const selection = this.#model.chosen()
    const { graph, chosen } = this.#editor
    const nodes = new Set(selection.nodes)
    for (const group of groupsOf(graph)) {
      const key = groupKey(group.id)
      const isNew = nodes.has(key) && !chosen.has(key)
      if (isNew) for (const id of membersOf(group)) nodes.add(id)
    }
    this.#editor.store.setState({ selection: { ...selection, nodes } })
  }

  edgesChanged(changes: Parameters<CanvasModel['applyEdges']>[0]) {
    this.#model.applyEdges(changes)
    if (changes.some((change) => change.type === 'select')) this.#takeSelection()
  }

  dragStarted(nodes: readonly CanvasNode[]) {
    this.#drag = { from: new Map(nodes.map((node) => [node.id, node.position])) }
  }

  /** A drag may splice a loose step into an edge, copy with Alt, or simply move. */
  dragStopped(event: { altKey: boolean }, dragged: readonly CanvasNode[]) {
    const drag = this.#drag
    const snapped = this.#snapped
    this.#drag = null
    this.#snapped = null
    this.#model.snapLines([])
    // A box around steps is where they are.
    const nodes = dragged.filter((node) => node.type !== 'group')
    const [first] = nodes
    if (!first || !drag) return
    if (event.altKey) return this.#copyTo(drag, first)
    const onlyMoves = first.type === 'note' || dragged.length > nodes.length
    if (!onlyMoves && this.#comesElsewhere(first, nodes)) return
    const moved = nodes.some((node) => !samePlace(drag.from.get(node.id), node.position))
    const places = new Map(nodes.map((node) => [node.id, node.position]))
    if (nodes.length === 1 && snapped) places.set(first.id, snapped)
    if (moved) this.#editor.move(places, false)
  }

  /** Into an edge, or into another body. */
  #comesElsewhere(first: CanvasNode, nodes: readonly CanvasNode[]): boolean {
    const container = this.#containerFor(first)
    this.#model.dropInto(null)
    const edge = nodes.length === 1 ? this.#edgeUnder(first) : null
    if (edge && this.#editor.spliceInto(first.id, edge, this.#onCanvas(first))) return true
    if (container === this.#editor.bodies.parentOf(first.id)) return false
    return this.#editor.moveInto(
      new Map(nodes.map((node) => [node.id, this.#onCanvas(node)])),
      container,
    )
  }

  /** Says why nothing was drawn. */
  #refuse(from: string, handle: string | null | undefined, to: string) {
    const edge = handle === INPUT ? makeEdge(to, OUT, from) : makeEdge(from, handle ?? OUT, to)
    const problem = edgeProblem(this.#editor.graph, edge, this.#editor.catalog)
    if (problem) this.#editor.refuse(problem)
  }

  /** Shows which body it would come into. */
  dragged(node: CanvasNode, nodes: readonly CanvasNode[]) {
    if (!isCard(node) || nodes.some((each) => each.type === 'group')) return
    if (nodes.length === 1) this.#snap(node)
    const container = this.#containerFor(node)
    const isNew = container !== this.#editor.bodies.parentOf(node.id)
    this.#model.dropInto(isNew ? container : null)
  }

  /** In line with what is near, and the lines are shown. */
  #snap(node: CanvasNode) {
    const { nodes } = this.#model.store.getState()
    const own = { ...node.position, ...sizeOf(node) }
    const others = nodes
      .filter((each) => each.id !== node.id && each.type !== 'group')
      .filter((each) => each.parentId === node.parentId)
      .map((each) => ({ ...each.position, ...sizeOf(each) }))
      .filter((box) => isNear(own, box))
    const { lines, point } = snapTo(own, others)
    this.#snapped = lines.length > 0 ? point : null
    const origin = this.#editor.bodies.placeOf(node.parentId ?? null)
    this.#model.snapLines(lines.map((line) => onCanvas(line, origin)))
  }

  /** The frame under its middle. What is wired in its body leaves it only when it is wholly outside. */
  #containerFor(node: CanvasNode): string | null {
    const { bodies, graph } = this.#editor
    const point = this.#onCanvas(node)
    const box = { ...point, ...bodies.sizeOf(node.id) }
    const middle = { x: point.x + NODE_WIDTH_PX / 2, y: point.y + PORT_Y_PX }
    const dragged = bodies.withBodies([...(this.#drag?.from.keys() ?? []), node.id])
    const found = this.#editor.containerAt(middle, dragged)
    const own = bodies.parentOf(node.id)
    const leaves = own !== null && found !== own && !bodies.around(found ?? '').includes(own)
    const isWired = graph.edges.some(({ from, to }) => from === node.id || to === node.id)
    const frame = own !== null && { ...bodies.placeOf(own), ...bodies.sizeOf(own) }
    return leaves && isWired && frame && boxesTouch(frame, box) ? own : found
  }

  #onCanvas(node: CanvasNode): Point {
    const origin = this.#editor.bodies.placeOf(this.#editor.bodies.parentOf(node.id))
    return { x: origin.x + node.position.x, y: origin.y + node.position.y }
  }

  #copyTo(drag: Drag, dropped: CanvasNode) {
    const before = this.#editor.store.getState()
    this.#model.dropInto(null)
    this.#editor.select(drag.from.keys())
    // The originals go back to where they were.
    this.#model.show(before)
    this.#editor.duplicate(this.#topLeftOf(drag, dropped))
  }

  /** Where the top left of all that was dragged has come to. */
  #topLeftOf(drag: Drag, dropped: CanvasNode): Point {
    const began = drag.from.get(dropped.id) ?? dropped.position
    const points = [...drag.from.values()]
    const { x, y } = this.#onCanvas(dropped)
    return {
      x: Math.min(...points.map((point) => point.x)) + x - began.x,
      y: Math.min(...points.map((point) => point.y)) + y - began.y,
    }
  }

  /** The edge whose line runs under the card, near its middle. */
  #edgeUnder(node: CanvasNode): GraphEdge | null {
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
    if (!isValid && fromNode && toNode) this.#refuse(fromNode.id, fromHandle?.id, toNode.id)
    if (isValid || toNode || !fromNode || fromHandle?.id === INPUT) return
    const port = fromHandle?.id ?? OUT
    const place = { x: point.x, y: point.y - 27 }
    this.#editor.store.setState({
      sheet: { kind: 'add', place: { kind: 'after', node_id: fromNode.id, port, point: place } },
    })
  }
}

const sizeOf = ({ width = 0, height = 0 }: CanvasNode) => ({ width, height })

/** Lines that lead across half the canvas help nobody. */
const NEAR_PX = 1_200
const isNear = (a: Box, b: Box) => Math.abs(a.x - b.x) < NEAR_PX && Math.abs(a.y - b.y) < NEAR_PX

const onCanvas = ({ axis, at, from, to }: SnapLine, origin: Point): SnapLine => {
  const [along, across] = axis === 'x' ? [origin.x, origin.y] : [origin.y, origin.x]
  return { axis, at: at + along, from: from + across, to: to + across }
}

/** Is the second box wholly in the first? */
const encloses = (a: Box, b: Box) =>
  a.x <= b.x && a.y <= b.y && a.x + a.width >= b.x + b.width && a.y + a.height >= b.y + b.height

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
