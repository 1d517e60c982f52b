import { expect, test } from 'vitest'
import type { RunEvent, RunRead, RunStatus, StepStatus } from '@/shared/api/types'
import { addEvents, attemptsMade, emptyRunState } from './run-state'

const step = (
  seq: number,
  nodeId: string,
  status: StepStatus,
  attempt = 1,
  iteration = '',
): RunEvent => ({
  seq,
  kind: 'step',
  run: null,
  step: {
    node_id: nodeId,
    iteration,
    attempt,
    status,
    port: null,
    error: null,
    input: null,
    output: null,
    started_at: '2026-01-01T00:00:00Z',
    finished_at: null,
  },
})

const run = (seq: number, status: RunStatus): RunEvent => ({
  seq,
  kind: 'run',
  step: null,
  run: { id: 'r', status } as RunRead,
})

test('a step shows its newest attempt and keeps the earlier ones in order', () => {
  const state = addEvents(emptyRunState, [
    step(3, 'fetch', 'running', 2),
    step(2, 'fetch', 'failed', 1),
  ])

  expect(state.steps.fetch?.newest.attempt).toBe(2)
  expect(state.steps.fetch?.attempts.map((each) => each.status)).toEqual(['failed', 'running'])
  expect(state.seq).toBe(3)
})

test('what comes twice changes nothing', () => {
  const before = addEvents(emptyRunState, [step(1, 'a', 'running'), step(2, 'a', 'succeeded')])

  const after = addEvents(before, [step(1, 'a', 'running'), step(2, 'a', 'succeeded')])

  expect(after.steps.a).toBe(before.steps.a)
})

test('an event leaves the other steps as they are', () => {
  const before = addEvents(emptyRunState, [step(1, 'a', 'succeeded'), step(2, 'b', 'running')])

  const after = addEvents(before, [step(3, 'b', 'succeeded')])

  expect(after.steps.a).toBe(before.steps.a)
  expect(after.nodes.b?.newest.status).toBe('succeeded')
})

test('a step and the end of the run may share a number', () => {
  const state = addEvents(emptyRunState, [step(5, 'end', 'succeeded'), run(5, 'succeeded')])

  expect(state.steps.end?.newest.status).toBe('succeeded')
  expect(state.run?.status).toBe('succeeded')
})

test('a run that has ended stays ended', () => {
  const ended = addEvents(emptyRunState, [run(9, 'failed')])

  expect(addEvents(ended, [run(10, 'running')]).run?.status).toBe('failed')
  expect(addEvents(ended, [run(3, 'succeeded')]).run?.status).toBe('failed')
})

test('a node in a loop shows the iteration that changed last', () => {
  const state = addEvents(emptyRunState, [
    step(1, 'body', 'running', 1, '0'),
    step(2, 'body', 'running', 1, '1'),
    step(3, 'body', 'succeeded', 1, '0'),
  ])

  expect(Object.keys(state.steps)).toEqual(['body@0', 'body@1'])
  expect(state.nodes.body?.iteration).toBe('0')
})

test('nothing new is the same state', () => {
  expect(addEvents(emptyRunState, [])).toBe(emptyRunState)
})

test('a held step waits after its attempts: that is none', () => {
  const failed = step(1, 'a', 'failed', 1)
  const waits = step(2, 'a', 'paused', 2)
  if (waits.step) waits.step.started_at = null

  const held = addEvents(emptyRunState, [failed, waits]).steps.a
  expect(held && attemptsMade(held)).toBe(1)
  const tried = addEvents(emptyRunState, [failed]).steps.a
  expect(tried && attemptsMade(tried)).toBe(1)
})
