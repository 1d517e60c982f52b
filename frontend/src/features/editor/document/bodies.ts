/**
 * Containers and their bodies: who is in which, how large a frame is, and where things are.
 *
 * A step in a body has its place relative to the top left of its container's frame. How large a frame is
 * follows from what is in it, so the document holds no sizes.
 */
import type { NodeCatalog } from './catalog'
import { type Box, boxesTouch, NODE_WIDTH_PX, nodeHeight, PORT_Y_PX, type Size } from './geometry'
import { type EditedGraph, type GraphNode, type Point, positionOf } from './graph'
import { portsOf } from './ports'

/** Between a frame and its steps; above is its heading, below the "+". */
export const BODY_PX = { left: 40, top: 56, right: 40, bottom: 56 } as const

const EMPTY_BODY: Size = {
  width: BODY_PX.left + NODE_WIDTH_PX + BODY_PX.right,
  height: BODY_PX.top + 56 + BODY_PX.bottom,
}

/** Where a frame's ports are: in its middle, on the grid that cards' ports are on. */
export const framePortY = (height: number) =>
  PORT_Y_PX + Math.round((height / 2 - PORT_Y_PX) / 8) * 8

const known = new WeakMap<EditedGraph, Bodies>()

/** Worked out once for each graph. */
export function bodiesOf(graph: EditedGraph, catalog: NodeCatalog): Bodies {
  const found = known.get(graph)
  if (found) return found
  const bodies = new Bodies(graph, catalog)
  known.set(graph, bodies)
  return bodies
}

export class Bodies {
  readonly #nodes: ReadonlyMap<string, GraphNode>
  readonly #catalog: NodeCatalog
  readonly #parents = new Map<string, string>()
  readonly #children = new Map<string | null, GraphNode[]>()
  readonly #sizes = new Map<string, Size>()

  constructor(graph: EditedGraph, catalog: NodeCatalog) {
    this.#catalog = catalog
    this.#nodes = new Map(graph.nodes.map((node) => [node.id, node]))
    for (const node of graph.nodes) {
      const parent = this.#wantedParent(node)
      if (parent !== null) this.#parents.set(node.id, parent)
      const siblings = this.#children.get(parent)
      if (siblings) siblings.push(node)
      else this.#children.set(parent, [node])
    }
  }

  /** Null where the parent is gone, is no container, or is in the node's own body. */
  #wantedParent(node: GraphNode): string | null {
    const parent = node.parent ?? null
    const closes = parent !== null && this.#leadsBack(node.id, parent)
    return parent !== null && !closes && this.isContainer(parent) ? parent : null
  }

  #leadsBack(nodeId: string, from: string): boolean {
    const seen = new Set<string>()
    for (let at: string | null | undefined = from; at; at = this.#nodes.get(at)?.parent) {
      if (at === nodeId) return true
      if (seen.has(at)) return false
      seen.add(at)
    }
    return false
  }

  has(nodeId: string): boolean {
    return this.#nodes.has(nodeId)
  }

  isContainer(nodeId: string): boolean {
    const node = this.#nodes.get(nodeId)
    return node !== undefined && this.#catalog.of(node)?.container === true
  }

  parentOf(nodeId: string): string | null {
    return this.#parents.get(nodeId) ?? null
  }

  /** The steps of a body; of null, those in none. */
  stepsOf(container: string | null): readonly GraphNode[] {
    return this.#children.get(container) ?? []
  }

  /** From the innermost to the outermost. */
  around(nodeId: string): string[] {
    const found: string[] = []
    for (let at = this.parentOf(nodeId); at !== null; at = this.parentOf(at)) found.push(at)
    return found
  }

  /** With all that is in their bodies. */
  withBodies(nodeIds: Iterable<string>): Set<string> {
    const found = new Set<string>()
    const waiting = [...nodeIds]
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (found.has(id)) continue
      found.add(id)
      waiting.push(...this.stepsOf(id).map((node) => node.id))
    }
    return found
  }

  /** Those of the nodes that are in no other one's body. */
  outermost(nodeIds: Iterable<string>): string[] {
    const all = new Set(nodeIds)
    return [...all].filter((id) => !this.around(id).some((each) => all.has(each)))
  }

  sizeOf(nodeId: string): Size {
    const found = this.#sizes.get(nodeId)
    if (found) return found
    const size = this.#measure(nodeId)
    this.#sizes.set(nodeId, size)
    return size
  }

  #measure(nodeId: string): Size {
    const node = this.#nodes.get(nodeId)
    if (!node) return { width: NODE_WIDTH_PX, height: nodeHeight(1) }
    const ports = portsOf(node, this.#catalog.of(node)).length
    if (!this.isContainer(nodeId)) return { width: NODE_WIDTH_PX, height: nodeHeight(ports) }
    const boxes = this.stepsOf(nodeId).map((each) => this.boxOf(each.id))
    const right = Math.max(0, ...boxes.map((box) => box.x + box.width)) + BODY_PX.right
    const bottom = Math.max(0, ...boxes.map((box) => box.y + box.height)) + BODY_PX.bottom
    return {
      width: Math.max(EMPTY_BODY.width, right),
      height: Math.max(EMPTY_BODY.height, bottom, nodeHeight(ports)),
    }
  }

  /** Relative to what it is in. */
  boxOf(nodeId: string): Box {
    const node = this.#nodes.get(nodeId)
    return { ...(node ? positionOf(node) : { x: 0, y: 0 }), ...this.sizeOf(nodeId) }
  }

  /** Top left of a node on the canvas; of null, the canvas's own. */
  placeOf(nodeId: string | null): Point {
    if (nodeId === null) return { x: 0, y: 0 }
    const { x, y } = this.boxOf(nodeId)
    const origin = this.placeOf(this.parentOf(nodeId))
    return { x: x + origin.x, y: y + origin.y }
  }

  /** A place on the canvas, as a step of the body has it. */
  within(container: string | null, point: Point): Point {
    const origin = this.placeOf(container)
    return { x: point.x - origin.x, y: point.y - origin.y }
  }

  /** The innermost frame around a point of the canvas. */
  containerAt(point: Point, without: ReadonlySet<string> = new Set()): string | null {
    const inside = (container: string | null): string | null => {
      const at = this.within(container, point)
      const found = this.stepsOf(container).find(
        (node) =>
          this.isContainer(node.id) &&
          !without.has(node.id) &&
          boxesTouch(this.boxOf(node.id), { ...at, width: 0, height: 0 }),
      )
      return found ? inside(found.id) : container
    }
    return inside(null)
  }
}
