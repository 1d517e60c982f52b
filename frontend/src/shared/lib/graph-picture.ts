/** A small picture of a graph: where its boxes and lines go. Pure. */
import type { GraphDocument } from '@/shared/api/types'

export type Box = {
  id: string
  x: number
  y: number
  width: number
  height: number
  holds: boolean
}

export type Line = { key: string; from: string; to: string; path: string }

export type Picture = { boxes: Box[]; lines: Line[]; width: number; height: number }

const WIDTH = 208
const HEIGHT = 54
const PAD = 24

type Placed = { id: string; parent: string | null; x: number; y: number }

/** In the graph's own pixels, from its upper left corner. */
export function pictureOf(graph: GraphDocument): Picture {
  const placed = new Map(graph.nodes.flatMap(readNode).map((node) => [node.id, node]))
  const boxes = [...placed.values()].map((node) => boxOf(node, placed))
  const left = Math.min(0, ...boxes.map((box) => box.x))
  const top = Math.min(0, ...boxes.map((box) => box.y))
  const shifted = boxes.map((box) => ({ ...box, x: box.x - left, y: box.y - top }))
  const byId = new Map(shifted.map((box) => [box.id, box]))
  return {
    // What holds others lies below them.
    boxes: shifted.toSorted((a, b) => Number(b.holds) - Number(a.holds)),
    lines: graph.edges.flatMap((edge) => lineOf(byId, String(edge.from), String(edge.to))),
    width: Math.max(WIDTH, ...shifted.map((box) => box.x + box.width)),
    height: Math.max(HEIGHT, ...shifted.map((box) => box.y + box.height)),
  }
}

function readNode(node: GraphDocument['nodes'][number]): Placed[] {
  if (typeof node.id !== 'string') return []
  const position = node.position as { x?: number; y?: number } | undefined
  const parent = typeof node.parent === 'string' ? node.parent : null
  return [{ id: node.id, parent, x: position?.x ?? 0, y: position?.y ?? 0 }]
}

/** A body's places are counted from its container; one that lies in itself counts as loose. */
function boxOf(node: Placed, all: ReadonlyMap<string, Placed>): Box {
  let [x, y] = [node.x, node.y]
  const seen = new Set([node.id])
  let parent = node.parent ? all.get(node.parent) : undefined
  while (parent && !seen.has(parent.id)) {
    seen.add(parent.id)
    x += parent.x
    y += parent.y
    parent = parent.parent ? all.get(parent.parent) : undefined
  }
  const inside = [...all.values()].filter((other) => other.parent === node.id)
  const right = Math.max(0, ...inside.map((other) => other.x + WIDTH + PAD))
  const bottom = Math.max(0, ...inside.map((other) => other.y + HEIGHT + PAD))
  return {
    id: node.id,
    x,
    y,
    width: Math.max(WIDTH, right),
    height: Math.max(HEIGHT, bottom),
    holds: inside.length > 0,
  }
}

function lineOf(boxes: ReadonlyMap<string, Box>, from: string, to: string): Line[] {
  const [source, target] = [boxes.get(from), boxes.get(to)]
  if (!source || !target) return []
  const [x1, y1] = [source.x + source.width, source.y + Math.min(source.height, HEIGHT) / 2]
  const [x2, y2] = [target.x, target.y + Math.min(target.height, HEIGHT) / 2]
  const middle = (x1 + x2) / 2
  const key = `${from}>${to}:${y1}`
  return [{ key, from, to, path: `M${x1} ${y1}H${middle}V${y2}H${x2}` }]
}
