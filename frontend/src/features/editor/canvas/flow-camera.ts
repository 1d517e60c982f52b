/** The builder's camera, on React Flow. */
import type { ReactFlowInstance, Viewport } from '@xyflow/react'
import type { Camera } from '../camera'
import type { Bodies } from '../document/bodies'
import { type Box, boundsOf, NODE_HEIGHT_PX, NODE_WIDTH_PX } from '../document/geometry'
import { type GraphNode, type Point, positionOf } from '../document/graph'
import type { CanvasNode, LineEdge } from './flow-types'

type Drawn = ReactFlowInstance<CanvasNode, LineEdge>

/**
 * Where the canvas opens: all of it where that can be read at `readable`, else `chosen`, or its beginning.
 */
export function openingViewport(
  bodies: Bodies,
  size: { width: number; height: number },
  readable = READABLE_ZOOM,
  chosen?: string,
): Viewport | null {
  const nodes = bodies.stepsOf(null)
  const bounds = boundsOf(nodes.map((node) => bodies.boxOf(node.id)))
  if (!bounds || size.width === 0) return null
  const fits = Math.min(
    (size.width - 2 * MARGIN_PX) / bounds.width,
    (size.height - 2 * MARGIN_PX) / bounds.height,
  )
  const around = (box: Box, zoom: number) => ({
    x: size.width / 2 - (box.x + box.width / 2) * zoom,
    y: size.height / 2 - (box.y + box.height / 2) * zoom,
    zoom,
  })
  if (fits >= readable) return around(bounds, Math.min(1, fits))
  const zoom = READABLE_ZOOM
  const wanted = nodes.find((node) => node.id === chosen)
  if (wanted) return around(bodies.boxOf(wanted.id), zoom)
  const first = positionOf(nodes.find((node) => node.type === 'start') ?? nodes[0] ?? NOWHERE)
  return {
    x: MARGIN_PX - first.x * zoom,
    y: size.height / 2 - (first.y + NODE_HEIGHT_PX / 2) * zoom,
    zoom,
  }
}

const NOWHERE: GraphNode = { id: '', type: '' }
const READABLE_ZOOM = 0.7
const MOVE_MS = 200
const MARGIN_PX = 48

export function flowCamera(
  flow: Drawn,
  canvas: () => HTMLElement | null,
  pointer: () => Point | null,
): Camera {
  const duration = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : MOVE_MS)
  const rect = () => canvas()?.getBoundingClientRect() ?? new DOMRect()
  const toDocument = (point: Point) => flow.screenToFlowPosition(point, { snapToGrid: false })
  return {
    fit: (nodeIds) => {
      const nodes = nodeIds ? [...nodeIds].map((id) => ({ id })) : undefined
      // After React has shown what has just changed.
      requestAnimationFrame(() =>
        flow.fitView({ duration: duration(), padding: 0.15, maxZoom: 1, ...(nodes && { nodes }) }),
      )
    },
    zoomTo: (zoom) => flow.zoomTo(zoom, { duration: duration() }),
    zoomBy: (factor) => flow.zoomTo(flow.getZoom() * factor, { duration: duration() }),
    show: (nodeIds) => requestAnimationFrame(() => showNodes(flow, nodeIds, rect(), duration())),
    goTo: ({ x, y }) => flow.setCenter(x, y, { zoom: flow.getZoom(), duration: duration() }),
    draws: (nodeId) => {
      const node = flow.getNode(nodeId)
      return node !== undefined && !node.hidden
    },
    focus: (nodeId) =>
      // A card that was off the screen is in the page only once the camera has come.
      whenThere(() =>
        canvas()?.querySelector<HTMLElement>(`.react-flow__node[data-id="${nodeId}"]`),
      ),
    centre: () => {
      const { left, top, width, height } = rect()
      const { x, y } = toDocument({ x: left + width / 2, y: top + height / 2 })
      return { x: x - NODE_WIDTH_PX / 2, y: y - NODE_HEIGHT_PX / 2 }
    },
    pointer: () => {
      const at = pointer()
      return at && toDocument(at)
    },
  }
}

function showNodes(flow: Drawn, nodeIds: readonly string[], box: DOMRect, duration: number) {
  const bounds = flow.getNodesBounds([...nodeIds])
  if (bounds.width === 0) return
  const zoom = flow.getZoom()
  const first = flow.flowToScreenPosition({ x: bounds.x, y: bounds.y })
  const isSeen =
    first.x > box.left &&
    first.y > box.top &&
    first.x + bounds.width * zoom < box.right &&
    first.y + bounds.height * zoom < box.bottom
  if (isSeen) return
  const fits = Math.min(
    (box.width - 2 * MARGIN_PX) / bounds.width,
    (box.height - 2 * MARGIN_PX) / bounds.height,
  )
  const x = bounds.x + bounds.width / 2
  const y = bounds.y + bounds.height / 2
  flow.setCenter(x, y, { zoom: Math.min(zoom, fits), duration })
}

const TRIES = 30

function whenThere(find: () => HTMLElement | null | undefined, tries = TRIES) {
  requestAnimationFrame(() => {
    const element = find()
    if (element) element.focus({ preventScroll: true })
    else if (tries > 0) whenThere(find, tries - 1)
  })
}
