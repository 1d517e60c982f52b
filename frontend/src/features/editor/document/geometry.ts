/** Sizes and places on the canvas, in its own pixels at zoom 1. */
import { type EditedGraph, type GraphNode, type Point, positionOf } from './graph'

export const NODE_WIDTH_PX = 208
export const NODE_HEIGHT_PX = 54
export const PORT_PX = 10
/** Where the input and a single output are: straight chains draw straight lines. */
export const PORT_Y_PX = 27
const PORT_GAP_PX = 22
const FIRST_OF_MANY_Y_PX = 16
export const GRID_PX = 8
export const COLUMN_PX = 304
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

/** The nearest place at or below `wanted` where a card covers no other. */
export function freePlace(graph: EditedGraph, wanted: Point): Point {
  const taken = graph.nodes.map(positionOf)
  const place = snap(wanted)
  while (taken.some((other) => isNear(other, place))) place.y += ROW_PX
  return place
}

const isNear = (a: Point, b: Point) =>
  Math.abs(a.x - b.x) < NODE_WIDTH_PX + 16 && Math.abs(a.y - b.y) < NODE_HEIGHT_PX + 16

/** Smallest rectangle around the cards; null for none. */
export function boundsOf(nodes: readonly GraphNode[]) {
  if (nodes.length === 0) return null
  const points = nodes.map(positionOf)
  const left = Math.min(...points.map(({ x }) => x))
  const top = Math.min(...points.map(({ y }) => y))
  const right = Math.max(...points.map(({ x }) => x)) + NODE_WIDTH_PX
  const bottom = Math.max(...points.map(({ y }) => y)) + NODE_HEIGHT_PX
  return { x: left, y: top, width: right - left, height: bottom - top }
}
