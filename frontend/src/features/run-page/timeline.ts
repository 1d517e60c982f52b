/** The run as rows of bars on one axis of time. Pure: facts in, fractions of the width out. */
import { attemptsMade, type LiveAttempt, type LiveStep, stepStatus } from '@/features/run-stream'
import { type ShownStatus, shownStatus } from '@/shared/lib/status'
import { type LoopCounts, loopCounts } from './loops/loop-counts'
import { Axis, type Fold, type Interval, idleIntervals, type Tick } from './time-axis'

export type TimelineNode = {
  id: string
  name: string
  /** Node type, as `http.request`. */
  type: string
  /** The loop that it is in the body of. */
  parent?: string | null
  /** Of its policy. */
  maxAttempts: number
  /** Runs pass through it: it does nothing. */
  disabled?: boolean
  /** The step that starts the runs of items which have the steps of this node, where the run itself has none. */
  item?: string
  /** The run is of an item, and the node is not in it: the run that its loop belongs to has its steps. */
  isElsewhere?: boolean
  /** A loop of which the run is an item. */
  isAround?: boolean
}

/** The node type of the steps that start the runs of items. */
export const ITEM = 'for_each.item'

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
  disabled: boolean
  /** Null: the run has not reached it. */
  status: ShownStatus | null
  bars: readonly Bar[]
  /** Between a failed attempt and the next. */
  pauses: readonly { left: number; width: number }[]
  /** From the first start to the last end; null before it started. */
  durationMs: number | null
  attempts: number
  /** Of a loop that runs in batches; null for all else. */
  counts: LoopCounts | null
}

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
  goesOn: boolean
}

const WAIT_TYPES: ReadonlySet<string> = new Set(['delay', 'wait_until', 'wait_event', 'approval'])
export function buildTimeline({ steps, nodes, startMs, endMs, goesOn }: TimelineInput): Timeline {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const isWait = (nodeId: string) => WAIT_TYPES.has(byId.get(nodeId)?.type ?? '')
  const span = { from: startMs, to: Math.max(endMs, startMs + 1) }
  const busy = steps
    .filter((step) => !isWait(step.node_id))
    .flatMap((step) => step.attempts)
    .flatMap((attempt) => workingInterval(attempt, span.to))
  const axis = new Axis(span, idleIntervals(busy, span))
  return {
    rows: [
      ...reachedRows(steps, byId, { axis, nowMs: span.to, goesOn }),
      ...unreachedRows(steps, nodes),
    ],
    folds: axis.folds,
    ticks: axis.ticks(),
    spanMs: span.to - span.from,
  }
}

export type Times = { startMs: number | null; endMs: number | null }

const times = new WeakMap<LiveAttempt, Times>()

/** Read once of each: a timeline of a thousand steps is drawn many times a second. */
export function timesOf(attempt: LiveAttempt): Times {
  const known = times.get(attempt)
  if (known) return known
  const { started_at: start, finished_at: end } = attempt
  const read = { startMs: start ? Date.parse(start) : null, endMs: end ? Date.parse(end) : null }
  times.set(attempt, read)
  return read
}

function workingInterval(attempt: LiveAttempt, nowMs: number): Interval[] {
  const { startMs: from, endMs } = timesOf(attempt)
  if (from === null || attempt.status === 'waiting' || attempt.status === 'paused') return []
  return [{ from, to: endMs ?? nowMs }]
}

type View = { axis: Axis; nowMs: number; goesOn: boolean }

function reachedRows(
  steps: readonly LiveStep[],
  byId: ReadonlyMap<string, TimelineNode>,
  view: View,
): Row[] {
  return steps
    .map((step) => ({
      row: toRow(step, byId.get(step.node_id), view),
      start: startOf(step),
    }))
    .sort((a, b) => a.start - b.start)
    .map(({ row }) => row)
}

/** Skipped steps never started: they come last. */
const startOf = ({ attempts: [first] }: LiveStep) =>
  (first && timesOf(first).startMs) ?? Number.MAX_SAFE_INTEGER

function toRow(step: LiveStep, node: TimelineNode | undefined, { axis, nowMs, goesOn }: View): Row {
  const isWait = WAIT_TYPES.has(node?.type ?? '')
  const first = step.attempts.find((attempt) => attempt.started_at !== null)
  const start = first && timesOf(first).startMs
  const end = timesOf(step.newest).endMs ?? nowMs
  let bars: readonly Bar[] | undefined
  return {
    key: step.key,
    nodeId: step.node_id,
    iteration: step.iteration,
    name: node?.name || step.node_id,
    type: node?.type ?? '',
    disabled: node?.disabled ?? false,
    status: stepStatus(step, goesOn, node?.maxAttempts),
    // Only of the rows in sight, of which there are few, anybody asks for these.
    get bars() {
      bars ??= step.attempts.flatMap((attempt) => toBar(attempt, axis, nowMs, isWait))
      return bars
    },
    get pauses() {
      return pausesBetween(this.bars)
    },
    durationMs: start === null || start === undefined ? null : Math.max(0, end - start),
    attempts: attemptsMade(step),
    counts: node?.type === 'for_each' ? loopCounts(step.newest.output) : null,
  }
}

/** None of an attempt that has not started. */
function toBar(attempt: LiveAttempt, axis: Axis, nowMs: number, isWait: boolean): Bar[] {
  const { startMs: from, endMs } = timesOf(attempt)
  if (from === null) return []
  const to = endMs ?? nowMs
  const left = axis.at(from)
  return [
    {
      attempt: attempt.attempt,
      status: shownStatus(attempt.status, attempt.attempt),
      left,
      width: Math.max(axis.at(to) - left, 0),
      durationMs: Math.max(0, to - from),
      isWait: isWait || attempt.status === 'waiting',
    },
  ]
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
    .filter((node) => !reached.has(node.id) && !node.isElsewhere)
    .map((node) => ({
      key: node.id,
      nodeId: node.id,
      iteration: '',
      name: node.name || node.id,
      type: node.type,
      disabled: node.disabled ?? false,
      status: null,
      bars: [],
      pauses: [],
      durationMs: null,
      attempts: 0,
      counts: null,
    }))
}
