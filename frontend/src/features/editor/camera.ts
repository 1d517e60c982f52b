/** What the builder may ask of the canvas, whichever library draws it. */
import type { Point } from './document/graph'

export type Camera = {
  fit: (nodeIds?: Iterable<string>) => void
  zoomTo: (zoom: number) => void
  zoomBy: (factor: number) => void
  /** Bring nodes into sight; nothing moves when they are, and the zoom changes no more than needed. */
  show: (nodeIds: readonly string[]) => void
  /** Bring a point of the document into the middle. */
  goTo: (point: Point) => void
  /** Whether a node's card is drawn: the canvas is there, and no folded container hides it. */
  draws: (nodeId: string) => boolean
  /** Put the keyboard's focus on a node's card. */
  focus: (nodeId: string) => void
  /** Middle of what is seen, in the document's pixels. */
  centre: () => Point
  /** Where the pointer was last over the canvas; null when it was not. */
  pointer: () => Point | null
}

/** Until the canvas is there. */
export const noCamera: Camera = {
  fit() {},
  zoomTo() {},
  zoomBy() {},
  show() {},
  goTo() {},
  draws: () => false,
  focus() {},
  centre: () => ({ x: 0, y: 0 }),
  pointer: () => null,
}
