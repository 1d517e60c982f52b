/** The run as rows of bars on one axis of time. Pure: facts in, fractions of the width out. */
import type { LiveAttempt, LiveStep } from '@/features/run-stream'
import { type ShownStatus, shownStatus } from '@/shared/lib/status'

export type TimelineNode = {
  id: string
  name: string
  /** Node type, as `http.request`. */
  type: string
}

/** One attempt; a retry's pause lies between two of them. */
export type Bar = {
  attempt: number
  status: ShownStatus
  /** Fractions of the axis, 0 to 1. */
  left: number
  width: number
  durationMs: number
  /** A wait by design, as a delay: drawn hollow, since nothing was being done. */
  isWait: boolean
}

export type Row = {
  key: string
  nodeId: string
  iteration: string
  name: string
  type: string
  /** Null: the run has not reached it. */
  status: ShownStatus | null
  bars: readonly Bar[]
  /** Between a failed attempt and the next. */
  pauses: readonly { left: number; width: number }[]
  /** From the first start to the last end; null before it started. */
  durationMs: number | null
  attempts: number
}

/** A stretch in which nothing was done, drawn narrow. */
export type Fold = { left: number; width: number; durationMs: number }

export type Tick = { left: number; label: string }

export type Timeline = {
  rows: readonly Row[]
  folds: readonly Fold[]
  ticks: readonly Tick[]
  spanMs: number
}

export type TimelineInput = {
  steps: readonly LiveStep[]
  /** Of the graph, in its order: gives names, and rows to what was not reached. */
  nodes: readonly TimelineNode[]
  /** Milliseconds since the epoch. */
  startMs: number
  /** The end, or now while the run goes on. */
  endMs: number
}

type Interval = { from: number; to: number }

const WAIT_TYPES: ReadonlySet<string> = new Set(['delay', 'wait_until', 'wait_event', 'approval'])
/** Idle stretches longer than this, and than this share of the span, are folded. */
const FOLD_MS = 1_000
const FOLD_SHARE = 0.1
/** Less work than this in all is not worth drawing larger. */
const LEAST_WORK_MS = 200
/** Width of one fold. */
const FOLD_WIDTH = 0.05
const TICKS = 6
const TICK_DISTANCE = 0.09

export function buildTimeline({ steps, nodes, startMs, endMs }: TimelineInput): Timeline {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const isWait = (nodeId: string) => WAIT_TYPES.has(byId.get(nodeId)?.type ?? '')
  const span = { from: startMs, to: Math.max(endMs, startMs + 1) }
  const busy = steps
    .filter((step) => !isWait(step.node_id))
    .flatMap((step) => step.attempts)
    .flatMap((attempt) => workingInterval(attempt, span.to))
  const axis = new Axis(span, idleIntervals(busy, span))
  return {
    rows: [...reachedRows(steps, byId, axis, span.to), ...unreachedRows(steps, nodes)],
    folds: axis.folds,
    ticks: axis.ticks(),
    spanMs: span.to - span.from,
  }
}

function workingInterval(attempt: LiveAttempt, nowMs: number): Interval[] {
  if (!attempt.started_at || attempt.status === 'waiting' || attempt.status === 'paused') return []
  const to = attempt.finished_at ? Date.parse(attempt.finished_at) : nowMs
  return [{ from: Date.parse(attempt.started_at), to }]
}

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
class Axis {
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
  if (ms < 60_000) return `${(ms / 1_000).toFixed(stepMs < 1_000 ? 1 : 0)} s`
  if (ms < 3_600_000) return stepMs < 60_000 ? clock(ms) : `${ms / 60_000} min`
  return `${Number((ms / 3_600_000).toFixed(1))} h`
}

/** `3:05`. */
const clock = (ms: number) =>
  `${Math.floor(ms / 60_000)}:${String(Math.round((ms % 60_000) / 1_000)).padStart(2, '0')}`

function reachedRows(
  steps: readonly LiveStep[],
  byId: ReadonlyMap<string, TimelineNode>,
  axis: Axis,
  nowMs: number,
): Row[] {
  return steps
    .map((step) => ({
      row: toRow(step, byId.get(step.node_id), axis, nowMs),
      start: startOf(step),
    }))
    .sort((a, b) => a.start - b.start)
    .map(({ row }) => row)
}

/** Skipped steps never started: they come last. */
const startOf = ({ attempts: [first] }: LiveStep) =>
  first?.started_at ? Date.parse(first.started_at) : Number.MAX_SAFE_INTEGER

function toRow(step: LiveStep, node: TimelineNode | undefined, axis: Axis, nowMs: number): Row {
  const isWait = WAIT_TYPES.has(node?.type ?? '')
  const started = step.attempts.filter((attempt) => attempt.started_at !== null)
  const bars = started.map((attempt) => toBar(attempt, axis, nowMs, isWait))
  const [first] = started
  const end = step.newest.finished_at ? Date.parse(step.newest.finished_at) : nowMs
  return {
    key: step.key,
    nodeId: step.node_id,
    iteration: step.iteration,
    name: node?.name || step.node_id,
    type: node?.type ?? '',
    status: shownStatus(step.newest.status, step.newest.attempt),
    bars,
    pauses: pausesBetween(bars),
    durationMs: first?.started_at ? Math.max(0, end - Date.parse(first.started_at)) : null,
    attempts: step.newest.attempt,
  }
}

function toBar(attempt: LiveAttempt, axis: Axis, nowMs: number, isWait: boolean): Bar {
  const from = Date.parse(attempt.started_at ?? '')
  const to = attempt.finished_at ? Date.parse(attempt.finished_at) : nowMs
  const left = axis.at(from)
  return {
    attempt: attempt.attempt,
    status: shownStatus(attempt.status, attempt.attempt),
    left,
    width: Math.max(axis.at(to) - left, 0),
    durationMs: Math.max(0, to - from),
    isWait: isWait || attempt.status === 'waiting',
  }
}

function pausesBetween(bars: readonly Bar[]): { left: number; width: number }[] {
  return bars.flatMap((bar, index) => {
    const next = bars[index + 1]
    const left = bar.left + bar.width
    return next && next.left > left ? [{ left, width: next.left - left }] : []
  })
}

function unreachedRows(steps: readonly LiveStep[], nodes: readonly TimelineNode[]): Row[] {
  const reached = new Set(steps.map((step) => step.node_id))
  return nodes
    .filter((node) => !reached.has(node.id))
    .map((node) => ({
      key: node.id,
      nodeId: node.id,
      iteration: '',
      name: node.name || node.id,
      type: node.type,
      status: null,
      bars: [],
      pauses: [],
      durationMs: null,
      attempts: 0,
    }))
}
