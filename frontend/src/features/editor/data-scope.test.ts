import { expect, test } from 'vitest'
import type { RunRead, StepRead } from '@/shared/api/types'
import { catalog } from '../../../tests/node-types'
import { nodesInScope, type RunData, scopeOf } from './data-scope'
import type { EditedGraph } from './document/graph'

const graph: EditedGraph = {
  nodes: [
    {
      id: 'start',
      type: 'start',
      config: {
        input_schema: {
          type: 'object',
          properties: { id: { type: 'integer', examples: [7] } },
        },
      },
    },
    { id: 'fetch', type: 'http.request', name: 'Fetch order' },
    { id: 'note', type: 'vars.set', config: { values: { seen: 1 } } },
    { id: 'end', type: 'end' },
    { id: 'aside', type: 'set' },
  ],
  edges: [
    { from: 'start', to: 'fetch' },
    { from: 'fetch', to: 'note' },
    { from: 'note', to: 'end' },
    { from: 'start', to: 'aside' },
  ],
}

const scopeFor = (nodeId: string, data: RunData | null) =>
  scopeOf({ nodes: nodesInScope(graph, nodeId, catalog), catalog, data })

const step = (
  node_id: string,
  output: unknown,
  status: StepRead['status'] = 'succeeded',
): StepRead => ({
  node_id,
  iteration: '',
  status,
  port: 'out',
  attempts: [],
  input: null,
  output,
  error: null,
  started_at: null,
  finished_at: null,
  reused_from: null,
  pinned: false,
})

const run: RunRead = {
  id: 'r-1',
  status: 'succeeded',
  workflow_id: 'w-1',
  workflow_name: 'Orders',
  version: 1,
  trigger: 'manual',
  key: null,
  in_line: false,
  part: null,
  parent_run_id: null,
  relation: null,
  parent_node_id: null,
  parent_iteration: null,
  error: null,
  created_at: '2026-01-01T00:00:00Z',
  started_at: '2026-01-01T00:00:00Z',
  finished_at: null,
  input: { id: 99 },
  output: null,
  not_undone: [],
  temporal_url: null,
  level: null,
}

test('a step may read what comes before it, and nothing beside it', () => {
  expect(Object.keys(scopeFor('end', null).root.children?.steps?.children ?? {})).toEqual([
    'start',
    'fetch',
    'note',
  ])
})

test('before the first run the example of the start is the data', () => {
  const { data } = scopeFor('end', null)

  expect(data.trigger).toEqual({ id: 7 })
  expect(Object.keys(data.steps)).toEqual(['start'])
})

test('declared outputs complete before anything has run', () => {
  const { root } = scopeFor('note', null)

  expect(
    Object.keys(root.children?.steps?.children?.fetch?.children?.output?.children ?? {}),
  ).toEqual(['status', 'headers', 'body', 'url', 'elapsed_ms'])
})

test('of a service the fields of the chosen operation complete, and of no other', () => {
  const fields = (operation: string) => {
    const step = { id: 'pay', type: 'stripe', config: { action: { operation } } }
    const { root } = scopeOf({ nodes: [step], catalog, data: null })
    return root.children?.steps?.children?.pay?.children?.output?.children?.data?.children
  }

  expect(fields('create_refund')?.payment_intent).toEqual({ type: 'text' })
  expect(fields('list_customers')?.data?.children?.['0']?.children?.email).toEqual({ type: 'text' })
  expect(fields('list_customers')?.payment_intent).toBeUndefined()
  expect(fields('no_such_operation')).toBeUndefined()
})

test('after a run its data is what expressions see', () => {
  const steps = [step('fetch', { body: { total: 12 } }), step('note', { seen: 3 })]
  const { data, root } = scopeFor('end', { run, steps })

  expect(data.trigger).toEqual({ id: 99 })
  expect(data.steps.fetch).toEqual({
    status: 'succeeded',
    attempt: 0,
    output: { body: { total: 12 } },
  })
  expect(data.vars).toEqual({ seen: 3 })
  expect(
    root.children?.steps?.children?.fetch?.children?.output?.children?.body?.children?.total,
  ).toEqual({ type: 'number', detail: '12' })
})

test('a skipped step has no output', () => {
  const { data } = scopeFor('end', { run, steps: [step('fetch', null, 'skipped')] })

  expect(data.steps.fetch).toEqual({ status: 'skipped', attempt: 0 })
})
