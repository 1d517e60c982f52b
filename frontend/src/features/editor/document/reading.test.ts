/** What is read of a graph: outline, differences, finding, layout, ports, walking. */
import { expect, test } from 'vitest'
import { catalog } from '../../../../tests/node-types'
import { layoutRequest } from './auto-layout'
import { searchTypes } from './catalog'
import { diffGraphs, isEmptyDiff } from './diff'
import { findInGraph } from './find'
import { type EditedGraph, findNode, type NodePolicy } from './graph'
import { freeId, idFrom, idProblem } from './ids'
import { layOut } from './layout'
import { outline, outlineNotes } from './outline'
import { portsOf } from './ports'
import { upstreamOf, walk } from './reach'

const graph: EditedGraph = {
  nodes: [
    { id: 'start', type: 'start' },
    {
      id: 'fetch',
      type: 'http.request',
      name: 'Fetch order',
      config: { url: 'https://a.example' },
    },
    {
      id: 'big',
      type: 'branch',
      config: {
        cases: [{ port: 'yes', when: 'steps.fetch.output.body.total > 100' }],
        default: 'no',
      },
    },
    { id: 'hold', type: 'set', position: { x: 0, y: 0 } },
    { id: 'send', type: 'set', position: { x: 0, y: 100 } },
    { id: 'end', type: 'end' },
  ],
  edges: [
    { from: 'start', to: 'fetch' },
    { from: 'fetch', to: 'big' },
    { from: 'big', port: 'yes', to: 'hold' },
    { from: 'big', port: 'no', to: 'send' },
    { from: 'hold', to: 'end' },
    { from: 'send', to: 'end' },
  ],
}

test('the outline reads like the workflow', () => {
  const lines = outline(graph, catalog).map(
    (row) =>
      `${'  '.repeat(row.depth)}${row.when ? `[${row.when}] ` : ''}${row.label}${row.again ? ' (above)' : ''}`,
  )

  expect(lines).toEqual([
    'Start',
    'Fetch order',
    'Branch',
    '  [yes, if steps.fetch.output.body.total > 100] Set',
    '  End',
    '  [no, otherwise] Set',
    '  End (above)',
  ])
})

test('the outline lists what can not be reached, and ends on a circle', () => {
  const circle: EditedGraph = {
    nodes: [
      { id: 'a', type: 'set' },
      { id: 'b', type: 'set' },
    ],
    edges: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ],
  }

  expect(outline(circle, catalog).map((row) => row.node_id)).toEqual(['a', 'b', 'a'])
})

test('the outline tells of groups and notes', () => {
  const drawn: EditedGraph = {
    ...graph,
    groups: [{ id: 'ways', name: 'Two ways', nodes: ['hold', 'send'] }],
    notes: [
      { id: 'far', text: 'Ask Ada', position: { x: 0, y: 2_000 } },
      { id: 'near', text: 'Only large ones', position: { x: 0, y: 200 } },
    ],
  }

  const grouped = outline(drawn, catalog).filter((row) => row.group)

  expect(grouped.map((row) => [row.node_id, row.group?.begins])).toEqual([
    ['hold', true],
    ['send', false],
  ])
  expect(grouped[0]?.group).toMatchObject({ key: 'group:ways', name: 'Two ways', steps: 2 })
  expect(outlineNotes(drawn, catalog)).toEqual([
    { key: 'note:near', text: 'Only large ones', beside: 'Set' },
    { key: 'note:far', text: 'Ask Ada', beside: '' },
  ])
})

test('a difference names nodes, fields and edges; places do not count', () => {
  const after: EditedGraph = {
    nodes: [
      ...graph.nodes.slice(0, 1),
      {
        id: 'fetch',
        type: 'http.request',
        name: 'Fetch',
        config: { url: 'https://b.example', method: 'GET' },
      },
      ...graph.nodes.slice(2, 4),
      { id: 'send', type: 'set', position: { x: 7, y: 7 } },
      { id: 'stop', type: 'fail' },
    ],
    edges: graph.edges.slice(0, 5),
  }

  const diff = diffGraphs(graph, after)

  expect(diff.nodes).toEqual([
    { node_id: 'stop', kind: 'added', fields: [] },
    { node_id: 'fetch', kind: 'changed', fields: ['name', 'config.url', 'config.method'] },
    { node_id: 'end', kind: 'removed', fields: [] },
  ])
  expect(diff.moved).toBe(1)
  expect(diff.edgesRemoved).toEqual([{ from: 'send', to: 'end' }])
})

test('a default that is written out is no difference', () => {
  const [start, ...rest] = graph.nodes
  const spelt: EditedGraph = {
    ...graph,
    nodes: [
      { ...start, id: 'start', type: 'start', type_version: 1, join: 'all', config: {} },
      ...rest,
    ],
  }

  expect(isEmptyDiff(diffGraphs(graph, spelt))).toBe(true)
})

test('a policy that a version spells out is no difference; a part that differs is one', () => {
  const policy = { timeout_s: 10, retry: { max_attempts: 20 } }
  const whole = {
    timeout_s: 10,
    retry: { max_attempts: 20, initial_interval_s: 1, backoff: 2, max_interval_s: 60 },
    lane: null,
    on_error: 'fail',
    hosts: [],
    on_error_output: null,
  }
  const of = (given: object): EditedGraph => ({
    nodes: [{ id: 'a', type: 'set', policy: given as NodePolicy }],
    edges: [],
  })

  expect(isEmptyDiff(diffGraphs(of(whole), of(policy)))).toBe(true)
  expect(diffGraphs(of(whole), of({ ...policy, on_error: 'hold' })).nodes).toEqual([
    { node_id: 'a', kind: 'changed', fields: ['policy.on_error'] },
  ])
})

test('finding looks at names, ids, configs and expressions', () => {
  expect(findInGraph(graph, 'total', catalog)).toEqual([
    {
      node_id: 'big',
      label: 'Branch',
      field: '/cases/0/when',
      excerpt: 'steps.fetch.output.body.total > 100',
    },
  ])
  expect(findInGraph(graph, 'fetch ord', catalog).map((found) => found.node_id)).toEqual(['fetch'])
  expect(findInGraph(graph, '  ', catalog)).toEqual([])
})

test('the layout puts each step right of the one before it, and forks above each other', () => {
  const places = new Map(layOut(layoutRequest(graph, catalog)))
  const x = (id: string) => places.get(id)?.x ?? Number.NaN

  expect(x('start')).toBeLessThan(x('fetch'))
  expect(x('big')).toBeLessThan(x('hold'))
  expect(x('hold')).toBe(x('send'))
  expect(Math.abs((places.get('hold')?.y ?? 0) - (places.get('send')?.y ?? 0))).toBeGreaterThan(54)
})

test('the layout survives a circle', () => {
  const circle = { ...graph, edges: [...graph.edges, { from: 'end', to: 'start' }] }

  expect(layOut(layoutRequest(circle, catalog))).toHaveLength(6)
})

test('ports come from the type, the config and the policy', () => {
  const node = (id: string) => findNode(graph, id) ?? graph.nodes[0]
  const ports = (each: ReturnType<typeof node>) => (each ? portsOf(each, catalog.of(each)) : [])

  expect(ports(node('big'))).toEqual(['yes', 'no'])
  expect(ports(node('end'))).toEqual([])
  expect(ports({ id: 'x', type: 'http.request', policy: { on_error: 'port' } })).toEqual([
    'out',
    'error',
  ])
  expect(ports({ id: 'x', type: 'who.knows' })).toEqual(['out'])
})

test('walking follows edges, and goes up and down on a fork', () => {
  expect(walk(graph, 'fetch', 'forward')).toBe('big')
  expect(walk(graph, 'fetch', 'back')).toBe('start')
  expect(walk(graph, 'hold', 'down')).toBe('send')
  expect(walk(graph, 'hold', 'up')).toBeNull()
  expect(walk(graph, 'end', 'forward')).toBeNull()
})

test('upstream is all that a step may read', () => {
  expect([...upstreamOf(graph, 'hold')].sort()).toEqual(['big', 'fetch', 'start'])
})

test.each([
  ['Fetch order', 'fetch_order'],
  ['2nd try!', 'nd_try'],
  ['Größe', 'gro_e'],
  ['steps', 'steps_step'],
  ['日本', 'step'],
])('the id of %j is %s', (text, id) => {
  expect(idFrom(text)).toBe(id)
})

test('an id that is taken gets the first free number', () => {
  expect(freeId('fetch', new Set(['fetch', 'fetch_2']))).toBe('fetch_3')
  expect(freeId('fetch_2', new Set(['fetch_2']))).toBe('fetch_3')
})

test('a typed id says what is wrong with it', () => {
  expect(idProblem('Fetch', new Set())).toContain('small letters')
  expect(idProblem('fetch', new Set(['fetch']))).toContain('already')
  expect(idProblem('fetch', new Set())).toBeNull()
})

test('searching types puts titles first', () => {
  expect(searchTypes(catalog.newest, 'set')[0]?.type).toMatch(/^(set|vars\.set)$/)
  expect(searchTypes(catalog.newest, 'url').map((type) => type.type)).toContain('http.request')
  expect(searchTypes(catalog.newest, 'nothing like it')).toEqual([])
})
