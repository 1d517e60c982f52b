import { expect, test } from 'vitest'
import type { GripRead, HeldRead, TryingRead } from '@/shared/api/types'
import { holdOf, isGripLive, runChoices, toggled } from './grip'

const at = (node_id: string, iteration = '') => ({ node_id, iteration })

const held = (node_id: string, iteration = ''): HeldRead => ({
  ...at(node_id, iteration),
  attempts: 3,
  error: null,
  since: '2026-01-01T00:00:00Z',
})

const grip = (facts: Partial<GripRead>): GripRead => ({
  status: 'waiting',
  changed: false,
  is_paused: false,
  breakpoints: [],
  parked: [],
  held: [],
  trying: [],
  ...facts,
})

test('a step is held in its own iteration, not in another', () => {
  const now = grip({ held: [held('charge', '3/0')] })

  expect(holdOf(now, at('charge', '3/0'))?.kind).toBe('held')
  expect(holdOf(now, at('charge', '3/1'))).toBeNull()
  expect(holdOf(undefined, at('charge'))).toBeNull()
})

test('what is being tried or parked can be taken hold of too', () => {
  const trying = { ...at('call'), is_running: false, attempts: 2 } as TryingRead

  expect(holdOf(grip({ trying: [trying] }), at('call'))?.kind).toBe('trying')
  expect(holdOf(grip({ parked: [at('next')] }), at('next'))?.kind).toBe('parked')
})

test('a run offers what its status takes', () => {
  expect(runChoices('running', 0)).toEqual(['pause', 'cancel', 'terminate'])
  expect(runChoices('paused', 2)).toContain('step')
  expect(runChoices('paused', 0)).not.toContain('step')
  expect(runChoices('failed', 0)).toEqual(['retry', 'again'])
  expect(runChoices('succeeded', 0)).toEqual(['again'])
})

test('the grip is asked again only while it changes without an event', () => {
  const step = (status: string, attempt: number) =>
    ({ a: { newest: { status, attempt, error: null, finished_at: null } } }) as never

  expect(isGripLive('running', step('running', 1))).toBe(false)
  expect(isGripLive('running', step('running', 2))).toBe(true)
  expect(isGripLive('waiting', step('paused', 5))).toBe(true)
  expect(isGripLive('paused', {})).toBe(true)
  expect(isGripLive('failed', step('paused', 5))).toBe(false)
})

test('a breakpoint is set once, and taken away', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b'])
  expect(toggled(['a', 'b'], 'b')).toEqual(['a'])
})
