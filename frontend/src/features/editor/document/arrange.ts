/** Lining up what is chosen, and the lines that a dragged card snaps to. Boxes are on the canvas. */
import { type Box, boundsOf, GRID_PX } from './geometry'
import type { Point } from './graph'

export type Side = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom'
export type Axis = 'x' | 'y'

type Placed = ReadonlyMap<string, Box>

/** Where each has its top left corner once they are lined up. */
export function align(boxes: Placed, side: Side): Map<string, Point> {
  const bounds = boundsOf([...boxes.values()])
  if (!bounds) return new Map()
  return new Map([...boxes].map(([id, box]) => [id, aligned(box, bounds, side)]))
}

function aligned({ x, y, width, height }: Box, bounds: Box, side: Side): Point {
  switch (side) {
    case 'left':
      return { x: bounds.x, y }
    case 'center':
      return { x: bounds.x + (bounds.width - width) / 2, y }
    case 'right':
      return { x: bounds.x + bounds.width - width, y }
    case 'top':
      return { x, y: bounds.y }
    case 'middle':
      return { x, y: bounds.y + (bounds.height - height) / 2 }
    case 'bottom':
      return { x, y: bounds.y + bounds.height - height }
  }
}

/** The same gap between neighbours; the outer two stay. Fewer than three stay as they are. */
export function distribute(boxes: Placed, axis: Axis): Map<string, Point> {
  const size = axis === 'x' ? 'width' : 'height'
  const sorted = [...boxes].sort(([, a], [, b]) => a[axis] - b[axis])
  const bounds = boundsOf(sorted.map(([, box]) => box))
  if (!bounds || sorted.length < 3) return new Map()
  const taken = sorted.reduce((sum, [, box]) => sum + box[size], 0)
  const gap = (bounds[size] - taken) / (sorted.length - 1)
  const places = new Map<string, Point>()
  let at = bounds[axis]
  for (const [id, box] of sorted) {
    places.set(id, { x: box.x, y: box.y, [axis]: at })
    at += box[size] + gap
  }
  return places
}

/** A line on the canvas that two boxes share an edge or a middle with. */
export type SnapLine = { axis: Axis; at: number; from: number; to: number }

export type Snapped = { point: Point; lines: SnapLine[] }

const REACH_PX = GRID_PX

/** The place near a dragged box where it is in line with others, and the lines to draw. */
export function snapTo(box: Box, others: readonly Box[]): Snapped {
  const x = nearest(box, others, 'x')
  const y = nearest(box, others, 'y')
  return {
    point: { x: box.x + (x?.by ?? 0), y: box.y + (y?.by ?? 0) },
    lines: [x, y].flatMap((found) => (found ? [found.line] : [])),
  }
}

type Found = { by: number; line: SnapLine }

function nearest(box: Box, others: readonly Box[], axis: Axis): Found | null {
  let best: Found | null = null
  for (const other of others) {
    for (const [index, mine] of marks(box, axis).entries()) {
      const at = marks(other, axis)[index] ?? mine
      const by = at - mine
      if (Math.abs(by) > REACH_PX || (best && Math.abs(best.by) <= Math.abs(by))) continue
      best = { by, line: { axis, at, ...span(box, other, axis) } }
    }
  }
  return best
}

/** Both edges and the middle. */
const marks = (box: Box, axis: Axis): [number, number, number] => {
  const size = axis === 'x' ? box.width : box.height
  return [box[axis], box[axis] + size / 2, box[axis] + size]
}

/** From the one box to the other, across the axis. */
function span(a: Box, b: Box, axis: Axis) {
  const bounds = boundsOf([a, b]) ?? a
  return axis === 'x'
    ? { from: bounds.y, to: bounds.y + bounds.height }
    : { from: bounds.x, to: bounds.x + bounds.width }
}
