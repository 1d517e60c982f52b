import { expect, test } from 'vitest'
import { catalog } from '../../../../tests/node-types'
import { extract, extractProblem } from './extract'
import { type EditedGraph, edgeKey, findNode, type GraphNode } from './graph'

const at = (id: string, type: string, config: GraphNode['config'] = {}, x = 0): GraphNode => ({
  id,
  type,
  config,
  position: { x, y: 80 },
})

const graph: EditedGraph = {
  nodes: [
    at('start', 'start'),
    at('fetch', 'http.request', { url: 'https://a.example/{{ trigger.id }}' }, 304),
    at('sum', 'set', { values: { total: '{{ steps.fetch.output.body.net + trigger.tax }}' } }, 608),
    at('tell', 'set', { values: { text: 'Sum: {{ steps.sum.output.total }}' } }, 912),
    at('done', 'end', { output: '{{ steps.tell.output.text + steps["sum"].output.total }}' }, 1216),
  ],
  edges: [
    { from: 'start', to: 'fetch' },
    { from: 'fetch', to: 'sum' },
    { from: 'sum', to: 'tell' },
    { from: 'tell', to: 'done' },
  ],
}

const problem = (ids: string[], of: EditedGraph = graph) => extractProblem(of, ids, catalog)

test('the steps are given what they read, and what reads them reads the step in their place', () => {
  const { sub, graph: left, nodeId } = extract(graph, ['sum', 'tell'], 'Tell the sum', catalog)

  expect(nodeId).toBe('tell_the_sum')
  expect(findNode(left, nodeId)).toMatchObject({
    type: 'workflow.run',
    config: {
      workflow: 'Tell the sum',
      input: {
        trigger: '{{ trigger }}',
        steps: { fetch: { output: '{{ steps.fetch?.output }}' } },
      },
    },
  })
  expect(findNode(left, 'done')?.config?.output).toBe(
    '{{ steps.tell_the_sum.output.tell.text + steps.tell_the_sum.output.sum.total }}',
  )
  expect(left.edges.map(edgeKey).toSorted()).toEqual([
    'fetch:out>tell_the_sum',
    'start:out>fetch',
    'tell_the_sum:out>done',
  ])
  expect(findNode(sub, 'sum')?.config).toEqual({
    values: { total: '{{ trigger.steps.fetch.output.body.net + trigger.trigger.tax }}' },
  })
  expect(findNode(sub, 'tell')?.config).toEqual(findNode(graph, 'tell')?.config)
  expect(findNode(sub, 'end')?.config).toEqual({
    output: { tell: '{{ steps.tell?.output }}', sum: '{{ steps.sum?.output }}' },
  })
  expect(sub.edges.map(edgeKey).toSorted()).toEqual([
    'start:out>sum',
    'sum:out>tell',
    'tell:out>end',
  ])
})

test('what nobody reads is still the output', () => {
  const unread = {
    ...graph,
    nodes: graph.nodes.map((n) => (n.id === 'done' ? at('done', 'end') : n)),
  }
  const { sub } = extract(unread, ['tell'], 'Tell', catalog)

  expect(findNode(sub, 'end')?.config).toEqual({ output: '{{ steps.tell?.output }}' })
})

test('a chain of steps can be a workflow', () => {
  expect(problem(['sum', 'tell'])).toBeNull()
  expect(problem(['fetch'])).toBeNull()
})

test('what belongs to the workflow stays', () => {
  expect(problem([])).toMatch(/Choose/)
  expect(problem(['start', 'fetch'])).toMatch(/belongs to this workflow/)
  expect(problem(['tell', 'done'])).toMatch(/belongs to this workflow/)
})

test('steps with a gap between them have two ways in', () => {
  expect(problem(['fetch', 'tell'])).toMatch(/entered at one/)
})

test('a path that ends among them is refused', () => {
  const branched: EditedGraph = {
    nodes: [
      ...graph.nodes,
      at('check', 'branch', { cases: [{ port: 'yes', when: 'true' }], default: 'no' }),
    ],
    edges: [
      { from: 'start', to: 'check' },
      { from: 'check', port: 'yes', to: 'fetch' },
      { from: 'fetch', to: 'sum' },
      { from: 'sum', to: 'tell' },
      { from: 'tell', to: 'done' },
    ],
  }

  expect(problem(['check', 'fetch'], branched)).toMatch(/ends among the steps|left at one/)
})

test('reading how a step ended, and not what it gave, is refused', () => {
  const nodes = graph.nodes.map((node) =>
    node.id === 'sum' ? at('sum', 'set', { values: { a: '{{ steps.fetch.status }}' } }) : node,
  )

  expect(problem(['sum', 'tell'], { ...graph, nodes })).toMatch(/more of a step than its output/)
})
