/** Places for the nodes, left to right, by dagre; bodies first. Runs in a worker: see `layout-worker.ts`. */
import dagre from '@dagrejs/dagre'
import { withoutBackEdges } from './back-edges'
import type { Point } from './graph'

export type LayoutNode = {
  id: string
  parent: string | null
  /** As it is now; that of a frame follows from its body. */
  width: number
  height: number
  /** Relative to the frame it is in. */
  x: number
  y: number
}

export type LayoutRequest = {
  nodes: readonly LayoutNode[]
  edges: readonly { from: string; to: string }[]
  /** Between a frame and what is in it. */
  inset: { left: number; top: number; right: number; bottom: number }
}

export type LayoutPlaces = [id: string, place: Point][]

/** Top left corners. The top left of the whole stays where it was; a body begins where its frame does. */
export function layOut(request: LayoutRequest): LayoutPlaces {
  const ids = new Set(request.nodes.map((node) => node.id))
  const isOuter = ({ parent }: LayoutNode) => parent === null || !ids.has(parent)
  const layout = new Layout(request)
  const frames = new Set(request.nodes.filter(isOuter).map((node) => node.parent))
  for (const frame of frames) {
    const group = request.nodes.filter((node) => isOuter(node) && node.parent === frame)
    layout.place(group, {
      x: least(group.map((node) => node.x)),
      y: least(group.map((node) => node.y)),
    })
  }
  return layout.places
}

type Sized = Pick<LayoutNode, 'id' | 'width' | 'height'>

class Layout {
  readonly places: LayoutPlaces = []
  readonly #request: LayoutRequest

  constructor(request: LayoutRequest) {
    this.#request = request
  }

  /** Nodes that are beside each other, from a corner on; how far they reach from it. */
  place(group: readonly LayoutNode[], corner: Point): { right: number; bottom: number } {
    const sized = group.map((node) => this.#withBody(node))
    const places = this.#arrange(sized)
    const left = least(places.map((place) => place.x)) - corner.x
    const top = least(places.map((place) => place.y)) - corner.y
    let [right, bottom] = [corner.x, corner.y]
    for (const [index, { id, width, height }] of sized.entries()) {
      const { x, y } = places[index] ?? corner
      const place = { x: x - left, y: y - top }
      right = Math.max(right, place.x + width)
      bottom = Math.max(bottom, place.y + height)
      this.places.push([id, place])
    }
    return { right, bottom }
  }

  /** The node with the size that its frame has once its body is laid out. */
  #withBody(node: LayoutNode): Sized {
    const body = this.#request.nodes.filter((each) => each.parent === node.id)
    if (body.length === 0) return node
    const { left, top, right, bottom } = this.#request.inset
    const reach = this.place(body, { x: left, y: top })
    return { id: node.id, width: reach.right + right, height: reach.bottom + bottom }
  }

  #arrange(sized: readonly Sized[]): Point[] {
    const graph = new dagre.graphlib.Graph({ multigraph: false })
    graph.setGraph({ rankdir: 'LR', ranksep: 96, nodesep: 42, ranker: 'network-simplex' })
    graph.setDefaultEdgeLabel(() => ({}))
    for (const { id, width, height } of sized) graph.setNode(id, { width, height })
    const ids = new Set(sized.map((node) => node.id))
    const edges = this.#request.edges.filter(({ from, to }) => ids.has(from) && ids.has(to))
    for (const edge of withoutBackEdges([...ids], edges)) graph.setEdge(edge.from, edge.to)
    dagre.layout(graph)
    return sized.map(({ id, width, height }) => {
      const { x, y } = graph.node(id)
      return { x: x - width / 2, y: y - height / 2 }
    })
  }
}

const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity)
