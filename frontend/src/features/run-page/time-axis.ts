/** Time as width: straight, but for stretches in which nothing was done, which are drawn short. */
import { formatNumber } from '@/shared/i18n/texts'

export type Interval = { from: number; to: number }

/** A stretch in which nothing was done, drawn narrow. */
export type Fold = { left: number; width: number; durationMs: number }

export type Tick = { left: number; label: string }

/** Idle stretches longer than this, and than this share of the span, are folded. */
const FOLD_MS = 1_000
const FOLD_SHARE = 0.1
/** Less work than this in all is not worth drawing larger. */
const LEAST_WORK_MS = 200
/** Width of one fold. */
const FOLD_WIDTH = 0.05
const TICKS = 6
const TICK_DISTANCE = 0.09

/** Where nothing is done for longer than the share; none when nothing was done at all. */
export function idleIntervals(busy: readonly Interval[], span: Interval): Interval[] {
  if (busy.length === 0) return []
  const gaps: Interval[] = []
  let until = span.from
  for (const { from, to } of [...busy].sort((a, b) => a.from - b.from)) {
    if (from > until) gaps.push({ from: until, to: from })
    until = Math.max(until, to)
  }
  if (span.to > until) gaps.push({ from: until, to: span.to })
  const length = span.to - span.from
  const least = Math.max(length * FOLD_SHARE, FOLD_MS)
  const folds = gaps.filter((gap) => gap.to - gap.from > least)
  return length - lengthOf(folds) < LEAST_WORK_MS ? [] : folds
}

const lengthOf = (intervals: readonly Interval[]) =>
  intervals.reduce((sum, { from, to }) => sum + to - from, 0)

/** Time to width: straight, but for the folds. */
export class Axis {
  readonly folds: readonly Fold[]
  #span: Interval
  #gaps: readonly Interval[]
  /** Width of one millisecond outside the folds. */
  #scale: number

  constructor(span: Interval, gaps: readonly Interval[]) {
    this.#span = span
    this.#gaps = gaps
    const open = Math.max(span.to - span.from - lengthOf(gaps), 1e-6)
    this.#scale = (1 - gaps.length * FOLD_WIDTH) / open
    this.folds = gaps.map((gap) => ({
      left: this.at(gap.from),
      width: FOLD_WIDTH,
      durationMs: gap.to - gap.from,
    }))
  }

  /** Fraction of the width, 0 to 1. */
  at(ms: number): number {
    const time = Math.min(Math.max(ms, this.#span.from), this.#span.to)
    let folded = 0
    let width = 0
    for (const gap of this.#gaps) {
      const inside = Math.min(Math.max(time - gap.from, 0), gap.to - gap.from)
      folded += inside
      width += (inside / (gap.to - gap.from)) * FOLD_WIDTH
    }
    return Math.min((time - this.#span.from - folded) * this.#scale + width, 1)
  }

  /** At round times outside the folds, none too near to another. */
  ticks(): Tick[] {
    const open = 1 / this.#scale
    const step = niceStep(open / TICKS)
    const ticks: Tick[] = []
    let last = Number.NEGATIVE_INFINITY
    for (const segment of this.#segments()) {
      const first = Math.ceil(segment.from / step) * step
      for (let ms = first; ms <= segment.to; ms += step) {
        const left = this.at(this.#span.from + ms)
        if (left - last < TICK_DISTANCE || left > 0.97 || this.#isUnderFold(left)) continue
        ticks.push({ left, label: tickLabel(ms, step) })
        last = left
      }
    }
    return ticks
  }

  /** A fold's label takes more room than the fold. */
  #isUnderFold(left: number): boolean {
    return this.folds.some((fold) => Math.abs(fold.left + fold.width / 2 - left) < TICK_DISTANCE)
  }

  /** What lies between the folds, in milliseconds since the start. */
  #segments(): Interval[] {
    const start = this.#span.from
    const edges = [start, ...this.#gaps.flatMap((gap) => [gap.from, gap.to]), this.#span.to]
    return edges.flatMap((from, index) => {
      const to = edges[index + 1]
      return index % 2 === 0 && to !== undefined ? [{ from: from - start, to: to - start }] : []
    })
  }
}

const UNITS_MS = [1, 1_000, 60_000, 3_600_000, 86_400_000]
const STEPS = [1, 2, 5, 10, 15, 20, 30, 50, 100, 200, 500]

/** The least round step of at least `ms`. */
function niceStep(ms: number): number {
  for (const unit of UNITS_MS) {
    const step = STEPS.find((each) => each * unit >= ms)
    if (step !== undefined && (unit === 1 || step <= 30)) return step * unit
  }
  return Math.ceil(ms / 86_400_000) * 86_400_000
}

function tickLabel(ms: number, stepMs: number): string {
  if (ms === 0) return '0'
  if (ms < 1_000) return `${ms} ms`
  if (ms < 60_000) return `${formatNumber(ms / 1_000, decimals(stepMs))} s`
  if (ms < 3_600_000) return stepMs < 60_000 ? clock(ms) : `${ms / 60_000} min`
  return `${formatNumber(Math.round(ms / 360_000) / 10)} h`
}

/** As many as tell two ticks apart. */
function decimals(stepMs: number): number {
  if (stepMs >= 1_000) return 0
  return stepMs >= 100 ? 1 : 2
}

/** `3:05`. */
const clock = (ms: number) =>
  `${Math.floor(ms / 60_000)}:${String(Math.round((ms % 60_000) / 1_000)).padStart(2, '0')}`
