/** Lay out a graph in a worker. */
import { BODY_PX, bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import type { EditedGraph, Point } from './graph'
import type { LayoutPlaces, LayoutRequest } from './layout'

/** What the layout needs to know of the nodes; with `only`, of those and what is in their bodies. */
export function layoutRequest(
  graph: EditedGraph,
  catalog: NodeCatalog,
  only?: ReadonlySet<string>,
): LayoutRequest {
  const bodies = bodiesOf(graph, catalog)
  const wanted = only && bodies.withBodies(only)
  const nodes = graph.nodes.filter((node) => !wanted || wanted.has(node.id))
  return {
    inset: BODY_PX,
    nodes: nodes.map(({ id }) => ({ id, parent: bodies.parentOf(id), ...bodies.boxOf(id) })),
    edges: [...graph.edges, ...undoArrows(graph)],
  }
}

/** A compensation stands right of the step that it undoes. */
const undoArrows = ({ nodes }: EditedGraph) =>
  nodes.flatMap(({ id, undo }) => (undo ? [{ from: id, to: undo }] : []))

type Running = { places: Promise<Map<string, Point>>; stop: () => void }

/** Once stopped, it never answers. */
export function startLayout(request: LayoutRequest): Running {
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
  const places = new Promise<Map<string, Point>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<LayoutPlaces>) => {
      worker.terminate()
      resolve(new Map(data))
    }
    worker.onerror = (event) => reject(new Error(event.message || 'The layout failed.'))
    worker.postMessage(request)
  })
  return { places, stop: () => worker.terminate() }
}

let running: Running | null = null

/** A newer wish ends an older one. */
export function autoLayout(request: LayoutRequest): Promise<Map<string, Point>> {
  running?.stop()
  running = startLayout(request)
  return running.places
}
