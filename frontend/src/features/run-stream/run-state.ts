/** What is known of a run that is being watched: events in, facts out. No React, no network. */
import type { Connection } from '@/shared/api/event-stream'
import type { RunEvent, RunRead, RunStatus, StepEvent } from '@/shared/api/types'
import { type ShownStatus, shownStatus } from '@/shared/lib/status'

export type LiveAttempt = StepEvent & { seq: number }

/** One node's part in the run, at one place of a loop. */
export type LiveStep = {
  key: StepKey
  node_id: string
  iteration: string
  /** In their order; never empty. */
  attempts: readonly LiveAttempt[]
  /** The newest attempt: its status is the step's. */
  newest: LiveAttempt
  /** The run of an item that has the step; absent: the run that is watched. */
  item?: HeldItem
}

/** The run of an item of a loop, whose steps are shown with those of the run that its loop belongs to. */
export type HeldItem = {
  run: RunRead
  /** It belongs to an earlier run, from which the one that is watched took it over. */
  isTakenOver: boolean
}

export type StepKey = string

export type RunState = {
  /** Highest `seq` seen; 0 before the first event. */
  seq: number
  run: RunRead | null
  /** `seq` of the event that gave `run`. */
  runSeq: number
  steps: Readonly<Record<StepKey, LiveStep>>
  /** Newest step of each node, over its iterations: what a card on the canvas shows. */
  nodes: Readonly<Record<string, LiveStep>>
  connection: Connection
  /** Why the stream gave up, when it did. */
  failure: unknown
}

export const emptyRunState: RunState = {
  seq: 0,
  run: null,
  runSeq: 0,
  steps: {},
  nodes: {},
  connection: 'connecting',
  failure: null,
}

const FINAL: ReadonlySet<RunStatus> = new Set(['succeeded', 'failed', 'cancelled'])

export const isFinalRun = (status: RunStatus) => FINAL.has(status)

export const stepKey = (nodeId: string, iteration: string): StepKey =>
  iteration ? `${nodeId}@${iteration}` : nodeId

/** As a node's policy has it that says nothing. */
export const DEFAULT_MAX_ATTEMPTS = 5

/** How often a node is tried, by its policy; a draft's may be odd. */
export function maxAttempts(policy: unknown): number {
  const { retry } = (policy ?? {}) as { retry?: { max_attempts?: unknown } }
  const count = retry?.max_attempts
  return typeof count === 'number' ? count : DEFAULT_MAX_ATTEMPTS
}

/** How often a step was tried: a held one has a row that waits for a person, which is no attempt. */
export const attemptsMade = ({ newest }: Pick<LiveStep, 'newest'>) =>
  newest.status === 'paused' && newest.started_at === null
    ? Math.max(newest.attempt - 1, 0)
    : newest.attempt

/** What a step shows: between a failed attempt and the next it is retrying, not failed. */
export function stepStatus(
  { newest, item }: LiveStep,
  runGoesOn: boolean,
  tries = DEFAULT_MAX_ATTEMPTS,
): ShownStatus {
  const willRetry = newest.error?.retryable && newest.attempt < tries
  const goesOn = item ? !isFinalRun(item.run.status) : runGoesOn
  if (newest.status === 'failed' && willRetry && goesOn) return 'retrying'
  return shownStatus(newest.status, newest.attempt)
}

/** What the card of a node shows; undefined before the run reaches it. */
export function nodeStatus(
  { nodes, run }: Pick<RunState, 'nodes' | 'run'>,
  nodeId: string,
  tries: number,
): ShownStatus | undefined {
  const step = nodes[nodeId]
  return step && stepStatus(step, !(run && isFinalRun(run.status)), tries)
}

/**
 * Add events. Steps that no event names keep their identity, so their cards don't render again.
 * What was seen before changes nothing: a reconnect may send some twice.
 */
export function addEvents(state: RunState, events: readonly RunEvent[]): RunState {
  if (events.length === 0) return state
  const next = { ...state, steps: { ...state.steps }, nodes: { ...state.nodes } }
  for (const event of events) {
    next.seq = Math.max(next.seq, event.seq)
    if (event.kind === 'run') takeRun(next, event.run, event.seq)
    else takeAttempt(next, { ...event.step, seq: event.seq })
  }
  return next
}

type Draft = {
  -readonly [K in keyof RunState]: RunState[K] extends Readonly<Record<string, LiveStep>>
    ? Record<string, LiveStep>
    : RunState[K]
}

function takeRun(state: Draft, run: RunRead, seq: number) {
  const goesBack = state.run !== null && isFinalRun(state.run.status) && !isFinalRun(run.status)
  if (seq < state.runSeq || goesBack) return
  state.run = run
  state.runSeq = seq
}

function takeAttempt(state: Draft, attempt: LiveAttempt) {
  const key = stepKey(attempt.node_id, attempt.iteration)
  const before = state.steps[key]
  const known = before?.attempts.find((each) => each.attempt === attempt.attempt)
  if (known && known.seq >= attempt.seq) return
  const others = before?.attempts.filter((each) => each !== known) ?? []
  const attempts = [...others, attempt].sort((a, b) => a.attempt - b.attempt)
  const newest = attempts.at(-1) ?? attempt
  const step: LiveStep = {
    key,
    node_id: attempt.node_id,
    iteration: attempt.iteration,
    attempts,
    newest,
  }
  state.steps[key] = step
  const shown = state.nodes[attempt.node_id]
  if (!shown || shown.key === key || newest.seq > shown.newest.seq) {
    state.nodes[attempt.node_id] = step
  }
}
