/** Gathers what comes faster than it can be drawn. */

const FRAME_MS = 16
/** What belongs together may arrive in pieces. */
const GATHER_MS = 3

/**
 * Hands over at once what comes after a quiet frame, so that it is in the next one, and then in one
 * go all that came since. A hidden tab has no frames: a timer helps.
 */
export class FrameBatch<T> {
  #items: T[] = []
  #frame = 0
  #timer = 0
  #flushed = Number.NEGATIVE_INFINITY
  #take: (items: T[]) => void

  constructor(take: (items: T[]) => void) {
    this.#take = take
  }

  add(item: T) {
    this.#items.push(item)
    if (this.#items.length > 1) return
    if (performance.now() - this.#flushed > FRAME_MS) {
      this.#timer = window.setTimeout(() => this.flush(), GATHER_MS)
      return
    }
    this.#frame = requestAnimationFrame(() => this.flush())
    this.#timer = window.setTimeout(() => this.flush(), 250)
  }

  flush() {
    this.cancel()
    const items = this.#items
    this.#items = []
    if (items.length === 0) return
    this.#flushed = performance.now()
    this.#take(items)
  }

  cancel() {
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#timer)
  }
}
