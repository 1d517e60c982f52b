/** What can be done to a run and its steps now. Pure: facts in, choices out. */
import { isFinalRun, type LiveStep, type RunState } from '@/features/run-stream'
import type { GripRead, HeldRead, RunStatus, TryingRead } from '@/shared/api/types'
import type { StepAt } from './hand-queries'

export type StepHold =
  | { kind: 'held'; held: HeldRead }
  | { kind: 'trying'; trying: TryingRead }
  | { kind: 'parked' }

const isAt = (a: StepAt) => (b: StepAt) => a.node_id === b.node_id && a.iteration === b.iteration

/** How one step stands in people's hands; null: there is nothing to take hold of. */
export function holdOf(grip: GripRead | undefined, at: StepAt): StepHold | null {
  const held = grip?.held.find(isAt(at))
  if (held) return { kind: 'held', held }
  const trying = grip?.trying.find(isAt(at))
  if (trying) return { kind: 'trying', trying }
  return grip?.parked.some(isAt(at)) ? { kind: 'parked' } : null
}

/**
 * Is the grip worth asking for again and again? While the run is paused, or a step is held or between
 * attempts: what changes then is in no event.
 */
export function isGripLive(status: RunStatus, steps: RunState['steps']): boolean {
  if (isFinalRun(status)) return false
  return status === 'paused' || Object.values(steps).some(isInHand)
}

const isInHand = ({ newest }: LiveStep) =>
  newest.status === 'paused' ||
  (newest.status === 'failed' && newest.finished_at !== null && newest.error?.retryable === true) ||
  (newest.status === 'running' && newest.attempt > 1)

export type RunChoice = 'pause' | 'resume' | 'step' | 'cancel' | 'terminate' | 'retry' | 'again'

const AGAIN: readonly RunChoice[] = ['retry', 'again']

/** What the run takes now, the most useful first. An item of a loop is repeated with its loop's run. */
export function runChoices(status: RunStatus, parked: number, isItem = false): RunChoice[] {
  if (isItem) return runChoices(status, parked).filter((each) => !AGAIN.includes(each))
  switch (status) {
    case 'queued':
      return ['cancel']
    case 'running':
    case 'waiting':
      return ['pause', 'cancel', 'terminate']
    case 'paused':
      return parked > 0
        ? ['resume', 'step', 'cancel', 'terminate']
        : ['resume', 'cancel', 'terminate']
    case 'failed':
    case 'cancelled':
      return ['retry', 'again']
    case 'succeeded':
      return ['again']
  }
}

/** The set with a node added or taken away. */
export const toggled = (nodeIds: readonly string[], nodeId: string): string[] =>
  nodeIds.includes(nodeId) ? nodeIds.filter((each) => each !== nodeId) : [...nodeIds, nodeId]
