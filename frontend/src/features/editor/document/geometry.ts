/** Sizes and places on the canvas, in its own pixels at zoom 1. */
import type { Point } from './graph'

export const NODE_WIDTH_PX = 208
export const NODE_HEIGHT_PX = 54
export const PORT_PX = 10
/** Where the input and a single output are: straight chains draw straight lines. */
export const PORT_Y_PX = 27
const PORT_GAP_PX = 22
const FIRST_OF_MANY_Y_PX = 16
export const GRID_PX = 8
/** Between a card and the next one to its right. */
export const COLUMN_GAP_PX = 96
export const COLUMN_PX = NODE_WIDTH_PX + COLUMN_GAP_PX
export const ROW_PX = 96

/** Height of a card with so many outputs. */
export const nodeHeight = (ports: number) =>
  Math.max(NODE_HEIGHT_PX, FIRST_OF_MANY_Y_PX * 2 + (ports - 1) * PORT_GAP_PX)

/** Centre of an output port, from the card's top. */
export const portY = (index: number, ports: number) =>
  ports <= 1 ? PORT_Y_PX : FIRST_OF_MANY_Y_PX + index * PORT_GAP_PX

export const snap = ({ x, y }: Point): Point => ({
  x: Math.round(x / GRID_PX) * GRID_PX,
  y: Math.round(y / GRID_PX) * GRID_PX,
})

export type Size = { width: number; height: number }
export type Box = Point & Size

const GAP_PX = 16

/** Do they overlap, or come nearer to each other than `gap`? */
export const boxesTouch = (a: Box, b: Box, gap = 0) =>
  a.x < b.x + b.width + gap &&
  b.x < a.x + a.width + gap &&
  a.y < b.y + b.height + gap &&
  b.y < a.y + a.height + gap

/** The nearest place at or below `wanted` where a box of the size covers none of those there. */
export function freePlace(taken: readonly Box[], wanted: Point, size: Size): Point {
  const place = snap(wanted)
  const covers = () => taken.some((other) => boxesTouch(other, { ...place, ...size }, GAP_PX))
  while (covers()) place.y += ROW_PX
  return place
}

/** Smallest rectangle around boxes; null for none. */
export function boundsOf(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null
  const left = Math.min(...boxes.map(({ x }) => x))
  const top = Math.min(...boxes.map(({ y }) => y))
  const right = Math.max(...boxes.map(({ x, width }) => x + width))
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height))
  return { x: left, y: top, width: right - left, height: bottom - top }
}
