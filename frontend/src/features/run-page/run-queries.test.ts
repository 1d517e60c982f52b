import { expect, test } from 'vitest'
import type { RunGraph, RunRead } from '@/shared/api/types'
import { nodesOfRun } from './run-queries'

const node = (id: string, type: string, parent?: string) => ({ id, type, name: '', parent })

const GRAPH = {
  graph: {
    nodes: [
      node('start', 'start'),
      node('again', 'while'),
      node('each', 'for_each', 'again'),
      node('mail', 'set', 'each'),
      node('lines', 'for_each', 'each'),
      node('line', 'set', 'lines'),
      node('end', 'end'),
    ],
    edges: [],
  },
  places: [
    { node_id: 'each__item', name: 'each: item', type: 'for_each.item', parent: 'each' },
    { node_id: 'lines__item', name: 'lines: item', type: 'for_each.item', parent: 'lines' },
  ],
} as unknown as RunGraph

const run = (more: Partial<RunRead> = {}) => ({ relation: null, ...more }) as RunRead
const nodes = (more?: Partial<RunRead>) => nodesOfRun(run(more), GRAPH)
/** Those that the run has the steps of. */
const idsOf = (more?: Partial<RunRead>) =>
  nodes(more).flatMap(({ id, item, isElsewhere }) => (item || isElsewhere ? [] : [id]))
const itemsOf = (more?: Partial<RunRead>) =>
  Object.fromEntries(nodes(more).flatMap(({ id, item }) => (item ? [[id, item]] : [])))

test('a run has the steps that start the runs of items, and those what is in the body', () => {
  expect(idsOf()).toEqual(['start', 'again', 'each', 'end', 'each__item'])
  expect(itemsOf()).toEqual({
    mail: 'each__item',
    lines: 'each__item',
    lines__item: 'each__item',
    line: 'lines__item',
  })
})

test('the run of an item has what is in its loop, and the loops around that it is none of', () => {
  const item = { relation: 'item', parent_node_id: 'each__item' } as const
  expect(idsOf(item)).toEqual(['mail', 'lines', 'each__item', 'lines__item'])
  expect(itemsOf(item)).toEqual({ line: 'lines__item' })
  expect(nodes(item).flatMap(({ id, isAround }) => (isAround ? [id] : []))).toEqual([
    'again',
    'each',
  ])
})

test('and so has the run of an item in it', () => {
  const item = { relation: 'item', parent_node_id: 'lines__item' } as const
  expect(idsOf(item)).toEqual(['line', 'lines__item'])
  expect(itemsOf(item)).toEqual({})
})
