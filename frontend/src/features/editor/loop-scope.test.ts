/** What expressions in a loop may read. */
import { expect, test } from 'vitest'
import type { StepRead } from '@/shared/api/types'
import { catalog } from '../../../tests/node-types'
import { loopsInScope, type Moment, nodesInScope, scopeOf } from './data-scope'
import type { EditedGraph } from './document/graph'
import { loopData } from './loop-scope'

const orders = [
  { id: 7, lines: [{ sku: 'a' }] },
  { id: 8, lines: [] },
]

/** orders: for each → fetch, and in it lines: while → pack. */
const graph: EditedGraph = {
  nodes: [
    {
      id: 'start',
      type: 'start',
      config: { input_schema: { type: 'object', examples: [{ orders }], properties: {} } },
    },
    { id: 'orders', type: 'for_each', config: { items: '{{ trigger.orders }}' } },
    { id: 'fetch', type: 'http.request', parent: 'orders' },
    { id: 'lines', type: 'while', parent: 'orders', config: { initial: { page: 1 } } },
    { id: 'pack', type: 'set', parent: 'lines' },
    { id: 'end', type: 'end' },
  ],
  edges: [
    { from: 'start', to: 'orders' },
    { from: 'orders', to: 'end' },
    { from: 'fetch', to: 'lines' },
  ],
}

const scopeFor = (nodeId: string, moment: Moment = 'start') =>
  scopeOf({
    nodes: nodesInScope(graph, nodeId, catalog, moment),
    loops: loopsInScope(graph, nodeId, catalog, moment),
    catalog,
    data: null,
  })
const stepsOf = (nodeId: string, moment: Moment = 'start') =>
  Object.keys(scopeFor(nodeId, moment).root.children?.steps?.children ?? {})

test('a step of a body reads the body before it and what is before the loops around it', () => {
  expect(stepsOf('pack')).toEqual(['start', 'fetch'])
  expect(stepsOf('end')).toEqual(['start', 'orders'])
  expect(scopeFor('end').root.children).not.toHaveProperty('item')
})

test('a field that is evaluated after each iteration reads the body, one before it the item', () => {
  expect(stepsOf('orders')).toEqual(['start'])
  expect(stepsOf('orders', 'after')).toEqual(['start', 'fetch', 'lines'])
  expect(scopeFor('orders').root.children).not.toHaveProperty('item')
  expect(scopeFor('orders', 'after').root.children).toHaveProperty('item')
  expect(stepsOf('lines', 'before')).toEqual(['start', 'fetch'])
  expect(scopeFor('lines', 'before').root.children?.loop?.children).toHaveProperty('prev')
})

test('the loop around a loop is there under its name', () => {
  const { root } = scopeFor('pack')
  expect(Object.keys(root.children?.loop?.children ?? {})).toEqual(['index', 'prev', 'outer'])
  expect(Object.keys(root.children?.loop?.children?.outer?.children ?? {})).toEqual([
    'index',
    'item',
    'key',
  ])
  expect(Object.keys(root.children ?? {}).slice(0, 4)).toEqual(['item', 'key', 'index', 'loop'])
})

const ran = (node_id: string, input: unknown) => ({ node_id, iteration: '', input }) as StepRead
const loops = loopsInScope(graph, 'pack', catalog)

test('the first item of the last run is what previews show; else that of the example', () => {
  expect(loopData(loops, [ran('orders', { items: [{ id: 1 }] })], {})?.item).toEqual({ id: 1 })
  expect(loopData(loops, [], { trigger: { orders } })).toEqual({
    item: orders[0],
    key: null,
    index: 0,
    loop: {
      prev: { page: 1 },
      index: 0,
      outer: { item: orders[0], key: null, index: 0 },
    },
  })
  expect(loopData(loops, [], {})).not.toHaveProperty('item')
  const object = loopsInScope(graph, 'fetch', catalog)
  expect(loopData(object, [ran('orders', { items: { x: 5 } })], {})).toMatchObject({
    item: 5,
    key: 'x',
  })
})
