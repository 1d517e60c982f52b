/** Lay out a graph in a worker. A newer wish ends an older one. */
import type { NodeCatalog } from './catalog'
import { NODE_WIDTH_PX, nodeHeight } from './geometry'
import { type EditedGraph, type Point, positionOf } from './graph'
import type { LayoutPlaces, LayoutRequest } from './layout'
import { portsOf } from './ports'

/** What the layout needs to know of the nodes; with `only`, of those. */
export function layoutRequest(
  graph: EditedGraph,
  catalog: NodeCatalog,
  only?: ReadonlySet<string>,
): LayoutRequest {
  const nodes = graph.nodes.filter((node) => !only || only.has(node.id))
  const ids = new Set(nodes.map((node) => node.id))
  return {
    node_width: NODE_WIDTH_PX,
    nodes: nodes.map((node) => ({
      id: node.id,
      height: nodeHeight(portsOf(node, catalog.of(node)).length),
      ...positionOf(node),
    })),
    edges: graph.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
  }
}

let running: Worker | null = null

export function autoLayout(request: LayoutRequest): Promise<Map<string, Point>> {
  running?.terminate()
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
  running = worker
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<LayoutPlaces>) => {
      worker.terminate()
      resolve(new Map(data))
    }
    worker.onerror = (event) => reject(new Error(event.message || 'The layout failed.'))
    worker.postMessage(request)
  })
}
