/** The builder's camera, on React Flow. */
import type { ReactFlowInstance } from '@xyflow/react'
import type { Camera } from '../camera'
import { NODE_HEIGHT_PX, NODE_WIDTH_PX } from '../document/geometry'
import type { Point } from '../document/graph'
import type { CardNode, LineEdge } from './flow-graph'

const MOVE_MS = 200
const MARGIN_PX = 48

export function flowCamera(
  flow: ReactFlowInstance<CardNode, LineEdge>,
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
    show: (nodeId) =>
      requestAnimationFrame(() => {
        const node = flow.getNode(nodeId)
        if (!node) return
        const box = rect()
        const at = flow.flowToScreenPosition(node.position)
        const zoom = flow.getZoom()
        const right = at.x + NODE_WIDTH_PX * zoom
        const bottom = at.y + NODE_HEIGHT_PX * zoom
        const isSeen =
          at.x > box.left + MARGIN_PX &&
          at.y > box.top + MARGIN_PX &&
          right < box.right - MARGIN_PX &&
          bottom < box.bottom - MARGIN_PX
        if (isSeen) return
        const x = node.position.x + NODE_WIDTH_PX / 2
        const y = node.position.y + NODE_HEIGHT_PX / 2
        flow.setCenter(x, y, { zoom, duration: duration() })
      }),
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

const TRIES = 30

function whenThere(find: () => HTMLElement | null | undefined, tries = TRIES) {
  requestAnimationFrame(() => {
    const element = find()
    if (element) element.focus({ preventScroll: true })
    else if (tries > 0) whenThere(find, tries - 1)
  })
}
