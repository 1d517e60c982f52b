/** Places for the nodes, left to right, by dagre. Runs in a worker: see `layout-worker.ts`. */
import dagre from '@dagrejs/dagre'
import { withoutBackEdges } from './back-edges'
import type { Point } from './graph'

export type LayoutRequest = {
  nodes: readonly { id: string; height: number; x: number; y: number }[]
  edges: readonly { from: string; to: string }[]
  node_width: number
}

export type LayoutPlaces = [id: string, place: Point][]

/** Top left corners. The top left of the whole stays where it was. */
export function layOut(request: LayoutRequest): LayoutPlaces {
  const graph = new dagre.graphlib.Graph({ multigraph: false })
  graph.setGraph({ rankdir: 'LR', ranksep: 96, nodesep: 42, ranker: 'network-simplex' })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of request.nodes) {
    graph.setNode(node.id, { width: request.node_width, height: node.height })
  }
  const nodeIds = request.nodes.map((node) => node.id)
  for (const edge of withoutBackEdges(nodeIds, request.edges)) graph.setEdge(edge.from, edge.to)
  dagre.layout(graph)
  const places: LayoutPlaces = request.nodes.map((node) => {
    const { x, y } = graph.node(node.id)
    return [node.id, { x: x - request.node_width / 2, y: y - node.height / 2 }]
  })
  return anchored(places, request)
}

function anchored(places: LayoutPlaces, { nodes }: LayoutRequest): LayoutPlaces {
  const shift = {
    x: least(nodes.map((node) => node.x)) - least(places.map(([, place]) => place.x)),
    y: least(nodes.map((node) => node.y)) - least(places.map(([, place]) => place.y)),
  }
  return places.map(([id, { x, y }]) => [id, { x: x + shift.x, y: y + shift.y }])
}

const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity)
