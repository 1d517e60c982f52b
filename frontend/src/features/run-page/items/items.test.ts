import { expect, test } from 'vitest'
import { addEvents, emptyRunState, stepStatus } from '@/features/run-stream'
import type { RunEvent, RunRead, StepEvent } from '@/shared/api/types'
import { ITEM, type TimelineNode } from '../timeline'
import { isIn, itemPlaces, withItems } from './items'

const node = (id: string, parent: string | null, type = 'set'): TimelineNode => ({
  ...{ id, name: '', type, parent },
  maxAttempts: 5,
})

const NODES = [
  node('each', null, 'for_each'),
  node('price', 'each'),
  node('lines', 'each', 'for_each'),
  node('line', 'lines'),
  node('each__item', 'each', ITEM),
  node('lines__item', 'lines', ITEM),
]
const PATHS = new Map([
  ['each__item', '1'],
  ['lines__item', '1/0'],
])
const SINCE = '2026-01-01T00:00:00Z'

const step = (nodeId: string, iteration: string, more: Partial<StepEvent> = {}): RunEvent => ({
  seq: 1,
  kind: 'step',
  run: null,
  step: {
    ...{ node_id: nodeId, iteration, attempt: 1, status: 'waiting', port: null, error: null },
    ...{ input: null, output: null, started_at: SINCE, finished_at: null },
    ...more,
  } as StepEvent,
})

const stateOf = (...events: RunEvent[]) => addEvents(emptyRunState, events)
const run = (id: string, more: Partial<RunRead> = {}) =>
  ({ id, status: 'running', relation: null, ...more }) as RunRead
const ROOT = run('root')
const place = { nodeId: 'each__item', iteration: '1', runId: 'root', since: SINCE }
const open = { isOver: false, isTakenOver: false }
const itemRun = run('item', { relation: 'item', parent_node_id: 'each__item' })

test('the items of the iterations that are shown are found, in further ones by the runs that have them', () => {
  const root = stateOf(step('each__item', '0'), step('each__item', '1'))
  const held = { run: itemRun, isTakenOver: false }
  const known = withItems(root, [
    { place: { ...place, ...open }, held, steps: stateOf(step('lines__item', '1/0')).steps },
  ])

  expect(itemPlaces(ROOT, NODES, root.steps, PATHS)).toEqual([{ ...place, ...open }])
  expect(itemPlaces(ROOT, NODES, known.steps, PATHS)).toEqual([
    { ...place, ...open },
    { ...place, ...open, nodeId: 'lines__item', iteration: '1/0', runId: 'item' },
  ])
  expect(itemPlaces(itemRun, NODES, root.steps, PATHS)).toEqual([])
})

test('an item that was taken over is looked for where it was done; one that never began nowhere', () => {
  const kept = { reused_from: 'before', finished_at: SINCE }
  const { steps } = stateOf(step('each__item', '1', kept))

  expect(itemPlaces(ROOT, NODES, steps, PATHS)).toEqual([
    { ...place, runId: 'before', isOver: true, isTakenOver: true },
  ])
  const skipped = stateOf(step('each__item', '1', { started_at: null }))
  expect(itemPlaces(ROOT, NODES, skipped.steps, PATHS)).toEqual([])
  const given = stateOf(step('each__item', '1', { pinned: true }))
  expect(itemPlaces(ROOT, NODES, given.steps, PATHS)).toEqual([])
})

test('steps of an item are shown with the run, which alone tells how the item stands', () => {
  const root = stateOf(step('each__item', '1'))
  const { steps } = stateOf(step('each__item', '1', { status: 'running' }), step('price', '1'))
  const item = { place: { ...place, ...open }, held: { run: itemRun, isTakenOver: false }, steps }
  const whole = withItems(root, [item])

  expect(whole.steps['each__item@1']).toBe(root.steps['each__item@1'])
  expect(whole.steps['price@1']).toEqual({ ...steps['price@1'], item: item.held })
  expect(withItems(root, [item]).steps['price@1']).toBe(whole.steps['price@1'])
  expect(withItems(root, [])).toBe(root)
})

test('steps of an item that was taken over say from where', () => {
  const { steps } = stateOf(step('price', '1'), step('line', '1/0', { reused_from: 'first' }))
  const held = { run: itemRun, isTakenOver: true }
  const whole = withItems(emptyRunState, [{ place: { ...place, ...open }, held, steps }])

  expect(whole.steps['price@1']?.newest.reused_from).toBe('item')
  expect(whole.steps['line@1/0']?.newest.reused_from).toBe('first')
})

test('a step is tried again as long as the run of its item goes on', () => {
  const error = { retryable: true } as StepEvent['error']
  const { steps } = stateOf(step('price', '1', { status: 'failed', error }))
  const statusIn = (status: RunRead['status']) => {
    const held = { run: { ...itemRun, status }, isTakenOver: false }
    const whole = withItems(emptyRunState, [{ place: { ...place, ...open }, held, steps }])
    const price = whole.steps['price@1']
    return price && stepStatus(price, true)
  }

  expect([statusIn('running'), statusIn('failed')]).toEqual(['retrying', 'failed'])
})

test('what is in an item is so however deep', () => {
  const nodes = NODES.map((each) => {
    if (each.id === 'line') return { ...each, item: 'lines__item' }
    return each.id === 'each__item' || !each.parent ? each : { ...each, item: 'each__item' }
  })
  const inside = nodes.flatMap(({ id }) => (isIn(['each__item'], nodes, id) ? [id] : []))

  expect(inside).toEqual(['price', 'lines', 'line', 'lines__item'])
  expect(isIn([], nodes, 'price')).toBe(false)
})
