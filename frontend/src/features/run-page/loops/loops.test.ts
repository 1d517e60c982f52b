import { expect, test } from 'vitest'
import { addEvents, emptyRunState } from '@/features/run-stream'
import type { RunEvent, RunRead, StepStatus } from '@/shared/api/types'
import { ITEM, type TimelineNode } from '../timeline'
import { loopCounts, shareOf } from './loop-counts'
import { atIterations, isShown, loopsView, picksOf } from './loops'

const node = (id: string, parent: string | null = null): TimelineNode => ({
  id,
  name: '',
  type: 'set',
  parent,
  maxAttempts: 1,
})

const NODES = [
  node('orders'),
  node('price', 'orders'),
  node('lines', 'orders'),
  node('line', 'lines'),
]

let seq = 0

const step = (nodeId: string, iteration: string, status: StepStatus = 'succeeded'): RunEvent => {
  seq += 1
  return {
    seq,
    kind: 'step',
    run: null,
    step: {
      node_id: nodeId,
      iteration,
      attempt: 1,
      status,
      port: null,
      error: null,
      input: null,
      output: null,
      started_at: null,
      finished_at: null,
    },
  }
}

const stateOf = (...events: RunEvent[]) => addEvents(emptyRunState, events)

test('the newest iteration is shown, and of inner loops those of the one that is shown', () => {
  const state = stateOf(
    step('price', '0'),
    step('price', '1'),
    step('line', '0/0'),
    step('line', '1/0'),
    step('line', '1/1'),
  )
  const { loops, paths } = loopsView(NODES, state.steps, {})

  expect(loops.map(({ id, count, shown }) => [id, count, shown])).toEqual([
    ['orders', 2, 1],
    ['lines', 2, 1],
  ])
  expect(Object.fromEntries(paths)).toEqual({ price: '1', lines: '1', line: '1/1' })
})

test('an iteration that failed is shown first; a pick counts more', () => {
  const state = stateOf(step('price', '0'), step('price', '1', 'failed'), step('price', '2'))

  expect(loopsView(NODES, state.steps, {}).loops[0]).toMatchObject({ shown: 1, failed: [1] })
  expect(loopsView(NODES, state.steps, { orders: 2 }).loops[0]?.shown).toBe(2)
  expect(loopsView(NODES, state.steps, { orders: 9 }).loops[0]?.shown).toBe(1)
})

test('a loop without steps of its own has nothing to pick', () => {
  expect(loopsView(NODES, stateOf(step('orders', '')).steps, {}).loops).toEqual([])
})

test('to choose a step is to pick the iterations around it', () => {
  expect(picksOf(NODES, 'line', '3/0')).toEqual({ orders: 3, lines: 0 })
  expect(picksOf(NODES, 'orders', '')).toEqual({})
})

test('cards show the iteration that is shown, or that it was not reached there', () => {
  const state = stateOf(step('price', '0'), step('price', '1', 'running'))

  expect(atIterations(state, new Map([['price', '0']])).nodes.price?.newest.status).toBe(
    'succeeded',
  )
  expect(atIterations(state, new Map([['price', '7']])).nodes.price).toBeUndefined()
  expect(isShown(new Map([['price', '0']]), 'price', '1')).toBe(false)
  expect(isShown(new Map(), 'orders', '')).toBe(true)
})

test('counts of a batched loop are told from every other output', () => {
  const counts = loopCounts({ done: 40, failed: 5, left_out: 5, total: 100 })

  expect(counts && shareOf(counts)).toBe(0.5)
  expect(loopCounts({ done: 1, failed: 0, left_out: 0, total: 1, more: 1 })).toBeNull()
  expect(loopCounts({ done: 'all', failed: 0, left_out: 0, total: 1 })).toBeNull()
  expect(loopCounts([])).toBeNull()
})

test('of an item that is a run of its own, the loops around it are known and not picked', () => {
  const around = NODES.map((each) => (each.parent ? each : { ...each, isAround: true }))
  const { loops, paths } = loopsView(
    around,
    stateOf(step('line', '7/0'), step('line', '7/1')).steps,
    {},
  )

  expect(loops.map(({ id, count }) => [id, count])).toEqual([['lines', 2]])
  expect(Object.fromEntries(paths)).toEqual({ price: '7', lines: '7', line: '7/1' })
})

test('what is known of an item that is shown does not change which iterations there are, or failed', () => {
  const nodes = [...NODES, { ...node('orders__item', 'orders'), type: ITEM }]
  const held = { run: { parent_node_id: 'orders__item' } as RunRead, isTakenOver: false }
  const state = stateOf(
    step('orders__item', '0', 'waiting'),
    step('orders__item', '1', 'failed'),
    step('price', '0', 'failed'),
  )
  const price = state.steps['price@0']
  const steps = { ...state.steps, ...(price && { 'price@0': { ...price, item: held } }) }

  expect(loopsView(nodes, steps, {}).loops[0]).toMatchObject({ shown: 1, failed: [1] })
})
