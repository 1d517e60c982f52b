import { expect, test } from 'vitest'
import { addEvents, emptyRunState } from '@/features/run-stream'
import type { RunEvent, StepEvent } from '@/shared/api/types'
import type { TimelineNode } from '../timeline'
import { agentOf, lanesOf } from './agents'

const at = (second: number) => new Date(second * 1000).toISOString()

function stepsOf(...facts: Partial<StepEvent>[]) {
  const events = facts.map((fact, index): RunEvent => {
    const step = {
      node_id: 'finder',
      iteration: '',
      attempt: 1,
      status: 'succeeded',
      port: 'out',
      input: null,
      output: null,
      error: null,
      started_at: at(1),
      finished_at: at(2),
      reused_from: null,
      pinned: false,
      ...fact,
    } as StepEvent
    return { seq: index + 1, kind: 'step', step, run: null }
  })
  return Object.values(addEvents(emptyRunState, events).steps)
}

const node = (id: string, type: string, parent: string | null = null): TimelineNode => ({
  id,
  name: '',
  type,
  parent,
  maxAttempts: 5,
})

test('a round belongs to its agent, at the agent’s place', () => {
  const [agent, think, inTeam, other] = stepsOf(
    { node_id: 'helper', iteration: '2' },
    { node_id: 'helper__think', iteration: '3' },
    { node_id: 'helper__think', iteration: '4/0/1' },
    { node_id: 'fetch' },
  )

  expect([
    agent && agentOf(agent, node('helper', 'agent')),
    think && agentOf(think, undefined),
    inTeam && agentOf(inTeam, undefined),
    other && agentOf(other, node('fetch', 'http.request')),
  ]).toEqual([
    { nodeId: 'helper', iteration: '2' },
    { nodeId: 'helper', iteration: '' },
    { nodeId: 'helper', iteration: '4/0' },
    null,
  ])
})

test('each member has a lane with its turns and what they took', () => {
  const nodes = [
    node('team', 'multi_agent'),
    node('team__calls', 'for_each', 'team'),
    node('team__route', 'switch', 'team__calls'),
    node('finder', 'agent', 'team__calls'),
    node('writer', 'agent', 'team__calls'),
    node('finder__think', 'agent.think', 'finder'),
  ]
  const spent = { input_tokens: 10, output_tokens: 2, cost_usd: 0.5 }
  const steps = stepsOf(
    { iteration: '1/0', output: spent },
    { iteration: '2/0', output: { ...spent, cost_usd: null } },
    { node_id: 'finder', iteration: '3/0', status: 'skipped', started_at: null },
    {
      node_id: 'writer',
      iteration: '3/0',
      status: 'running',
      started_at: at(5),
      finished_at: null,
    },
    { node_id: 'finder__think', iteration: '1/0/0', output: spent },
  )

  expect(lanesOf({ nodeId: 'team', iteration: '' }, nodes, steps, 9_000)).toEqual([
    {
      nodeId: 'finder',
      name: 'finder',
      turns: [
        { key: 'finder@1/0', status: 'succeeded', from: 1_000, to: 2_000 },
        { key: 'finder@2/0', status: 'succeeded', from: 1_000, to: 2_000 },
      ],
      tokens: 24,
      costUsd: null,
    },
    {
      nodeId: 'writer',
      name: 'writer',
      turns: [{ key: 'writer@3/0', status: 'running', from: 5_000, to: 9_000 }],
      tokens: 0,
      costUsd: 0,
    },
  ])
})
