import { expect, test } from 'vitest'
import { addEvents, emptyRunState } from '@/features/run-stream'
import type { JsonValue, RunEvent, StepStatus } from '@/shared/api/types'
import { buildTimeline, type TimelineNode } from './timeline'

const START = Date.parse('2026-01-01T00:00:00Z')
const at = (ms: number | null) => (ms === null ? null : new Date(START + ms).toISOString())

type Attempt = [
  node: string,
  from: number | null,
  to: number | null,
  status?: StepStatus,
  attempt?: number,
  output?: unknown,
]

function timeline(attempts: Attempt[], endMs: number, nodes: TimelineNode[] = [], goesOn = false) {
  const events = attempts.map(
    ([node, from, to, status = 'succeeded', attempt = 1, output = null], index): RunEvent => ({
      seq: index + 1,
      kind: 'step',
      run: null,
      step: {
        node_id: node,
        iteration: '',
        attempt,
        status,
        port: null,
        error:
          status === 'failed'
            ? {
                type: 'node_unavailable',
                message: '',
                node_id: node,
                retryable: true,
                details: null,
              }
            : null,
        input: null,
        output: output as JsonValue,
        started_at: at(from),
        finished_at: at(to),
      },
    }),
  )
  const steps = Object.values(addEvents(emptyRunState, events).steps)
  return buildTimeline({ steps, nodes, startMs: START, endMs: START + endMs, goesOn })
}

const node = (id: string, type: string): TimelineNode => ({
  id,
  type,
  name: '',
  maxAttempts: 2,
})

test('bars lie on a straight axis while nothing is folded', () => {
  const { rows, folds } = timeline(
    [
      ['a', 0, 400],
      ['b', 400, 1_000],
    ],
    1_000,
  )

  expect(folds).toEqual([])
  expect(rows.map((row) => row.bars.map((bar) => [bar.left, bar.width]))).toEqual([
    [[0, 0.4]],
    [[0.4, 0.6]],
  ])
})

test('rows come in the order of their starts, then the skipped, then what was not reached', () => {
  const nodes = ['late', 'skip', 'early', 'never'].map((id) => node(id, 'set'))

  const { rows } = timeline(
    [
      ['late', 50, 60],
      ['skip', null, null, 'skipped', 0],
      ['early', 0, 10],
    ],
    100,
    nodes,
  )

  expect(rows.map((row) => [row.nodeId, row.status])).toEqual([
    ['early', 'succeeded'],
    ['late', 'succeeded'],
    ['skip', 'skipped'],
    ['never', null],
  ])
})

test('a retry has its attempts on one row, with the pause between', () => {
  const { rows } = timeline(
    [
      ['a', 0, 200, 'failed', 1],
      ['a', 600, 1_000, 'running', 2],
    ],
    1_000,
  )

  expect(rows).toHaveLength(1)
  expect(rows[0]?.bars.map((bar) => bar.status)).toEqual(['failed', 'retrying'])
  expect(rows[0]?.pauses).toEqual([{ left: 0.2, width: expect.closeTo(0.4, 5) }])
  expect(rows[0]?.attempts).toBe(2)
})

test('a long wait is folded, so that the work stays readable', () => {
  const hour = 3_600_000
  const nodes = [node('a', 'set'), node('w', 'delay'), node('b', 'set')]

  const { folds, rows } = timeline(
    [
      ['a', 0, 500],
      ['w', 500, 500 + hour],
      ['b', 500 + hour, 1_000 + hour],
    ],
    1_000 + hour,
    nodes,
  )

  expect(folds).toEqual([{ left: expect.closeTo(0.475, 3), width: 0.05, durationMs: hour }])
  expect(rows[0]?.bars[0]?.width).toBeCloseTo(0.475, 3)
  expect(rows[1]?.bars[0]).toMatchObject({ isWait: true, durationMs: hour })
  expect(rows[2]?.bars[0]?.left).toBeCloseTo(0.525, 3)
})

test('a run that did next to nothing but wait is not folded', () => {
  const { folds } = timeline(
    [
      ['a', 0, 5],
      ['w', 5, 60_000],
    ],
    60_005,
    [node('w', 'delay')],
  )

  expect(folds).toEqual([])
})

test('short gaps stay as they are', () => {
  expect(
    timeline(
      [
        ['a', 0, 300],
        ['b', 1_100, 1_500],
      ],
      1_500,
    ).folds,
  ).toEqual([])
})

test('what goes on reaches to now', () => {
  const { rows } = timeline([['a', 500, null, 'running']], 1_000)

  expect(rows[0]?.bars[0]).toMatchObject({ left: 0.5, width: 0.5, durationMs: 500 })
})

test('ticks are round, rising and apart', () => {
  const { ticks } = timeline([['a', 0, 3_200]], 3_200)

  expect(ticks.map((tick) => tick.label)).toEqual(['0', '1 s', '2 s', '3 s'])
})

test('a run of no length divides by nothing', () => {
  const { rows } = timeline([['a', 0, 0]], 0)

  expect(rows[0]?.bars[0]).toMatchObject({ left: 0, width: 0 })
})

test('between two attempts a step is retrying, after its last it has failed', () => {
  const nodes = [node('a', 'http.request')]
  const first: Attempt = ['a', 0, 100, 'failed', 1]
  const second: Attempt = ['a', 200, 300, 'failed', 2]

  expect(timeline([first], 500, nodes, true).rows[0]?.status).toBe('retrying')
  expect(timeline([first], 500, nodes, false).rows[0]?.status).toBe('failed')
  expect(timeline([first, second], 500, nodes, true).rows[0]?.status).toBe('failed')
})

test('a loop that runs in batches tells how far it is; no other step does', () => {
  const counts = { done: 40, failed: 5, left_out: 0, total: 100 }
  const { rows } = timeline(
    [
      ['orders', 0, null, 'running', 1, counts],
      ['list', 0, null, 'running', 1, [1, 2]],
      ['set', 0, 10, 'succeeded', 1, counts],
    ],
    100,
    [
      node('orders', 'for_each'),
      node('list', 'for_each'),
      node('set', 'set'),
      node('later', 'for_each'),
    ],
    true,
  )

  expect(Object.fromEntries(rows.map((row) => [row.nodeId, row.counts]))).toEqual({
    orders: { done: 40, failed: 5, leftOut: 0, total: 100 },
    list: null,
    set: null,
    later: null,
  })
})

test('a step that is disabled says so, reached or not', () => {
  const off = { ...node('a', 'set'), disabled: true }
  const { rows } = buildTimeline({
    steps: [],
    nodes: [off, node('b', 'set')],
    startMs: 0,
    endMs: 1,
    goesOn: false,
  })
  const reached = timeline([['a', 0, 1]], 1, [off])

  expect(rows.map((row) => row.disabled)).toEqual([true, false])
  expect(reached.rows[0]?.disabled).toBe(true)
})
