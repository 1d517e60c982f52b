import { expect, test } from 'vitest'
import { catalog, typeNamed } from '../../../../tests/node-types'
import { edgeProblem } from './connect'
import {
  addNode,
  appendNode,
  canSplice,
  connect,
  insertOnEdge,
  moveNodes,
  removeNodes,
  setConfig,
  setName,
  splice,
} from './edit'
import { renameNode } from './expressions'
import { COLUMN_PX } from './geometry'
import { type EditedGraph, edgeKey, emptyGraph, findNode, positionOf, readGraph } from './graph'

const chain: EditedGraph = {
  nodes: [
    { id: 'start', type: 'start', position: { x: 0, y: 0 } },
    {
      id: 'fetch',
      type: 'http.request',
      config: { url: 'https://shop.example/{{ trigger.id }}' },
      position: { x: COLUMN_PX, y: 0 },
    },
    {
      id: 'big',
      type: 'branch',
      config: {
        cases: [{ port: 'yes', when: 'steps.fetch.output.body.total > 100' }],
        default: 'no',
      },
      position: { x: 2 * COLUMN_PX, y: 0 },
    },
    {
      id: 'end',
      type: 'end',
      config: { output: { total: '{{ steps.fetch.output.body.total }}', note: 'steps.fetch' } },
      position: { x: 3 * COLUMN_PX, y: 0 },
    },
  ],
  edges: [
    { from: 'start', to: 'fetch' },
    { from: 'fetch', to: 'big' },
    { from: 'big', port: 'yes', to: 'end' },
  ],
}

const keys = (graph: EditedGraph) => graph.edges.map(edgeKey)

test('a new node gets the default config of its type and an id that is free', () => {
  const first = addNode(emptyGraph, typeNamed('http.request'), { x: 3, y: 5 }, catalog)
  const second = addNode(first.graph, typeNamed('http.request'), { x: 0, y: 0 }, catalog)

  expect([first.nodeId, second.nodeId]).toEqual(['http', 'http_2'])
  expect(
    addNode(emptyGraph, typeNamed('branch'), { x: 0, y: 0 }, catalog).graph.nodes[0]?.config,
  ).toEqual(typeNamed('branch').default_config)
})

test('a new node never covers another', () => {
  const first = addNode(emptyGraph, typeNamed('set'), { x: 0, y: 0 }, catalog)
  const second = addNode(first.graph, typeNamed('set'), { x: 10, y: 10 }, catalog)

  const [a, b] = second.graph.nodes.map(positionOf)
  expect(b?.y).toBeGreaterThan((a?.y ?? 0) + 54)
})

test('appending wires the port that was named', () => {
  const added = appendNode(chain, typeNamed('fail'), { node_id: 'big', port: 'no' }, catalog)

  expect(keys(added.graph)).toContain('big:no>fail')
  expect(findNode(added.graph, 'fail')?.position?.x).toBe(3 * COLUMN_PX)
})

test('a node put into an edge takes it over and what follows moves away', () => {
  const edge = { from: 'fetch', to: 'big' }
  const { graph, nodeId } = insertOnEdge(chain, typeNamed('set'), edge, catalog)

  expect(keys(graph)).toEqual(
    expect.arrayContaining([`fetch:out>${nodeId}`, `${nodeId}:out>big`, 'big:yes>end']),
  )
  expect(keys(graph)).not.toContain('fetch:out>big')
  expect(graph.nodes.map((node) => [node.id, positionOf(node).x / COLUMN_PX])).toEqual([
    ['start', 0],
    ['fetch', 1],
    ['big', 3],
    ['end', 4],
    [nodeId, 2],
  ])
})

test('an inserted node never takes the id of another', () => {
  const edge = { from: 'start', to: 'fetch' }
  const once = insertOnEdge(chain, typeNamed('set'), edge, catalog)
  const twice = insertOnEdge(once.graph, typeNamed('set'), { from: 'fetch', to: 'big' }, catalog)

  expect(new Set(twice.graph.nodes.map((node) => node.id)).size).toBe(6)
})

test('removing a node with one way in and one way out joins its neighbours', () => {
  expect(keys(removeNodes(chain, new Set(['fetch']), catalog))).toEqual([
    'big:yes>end',
    'start:out>big',
  ])
})

test('removing a chain of nodes joins what is left around it', () => {
  expect(keys(removeNodes(chain, new Set(['fetch', 'big']), catalog))).toEqual(['start:out>end'])
})

test('removing a fork joins nothing', () => {
  const forked = connect(chain, { from: 'big', port: 'no', to: 'end' })

  expect(keys(removeNodes(forked, new Set(['big']), catalog))).toEqual(['start:out>fetch'])
})

test('a loose node dropped on an edge is spliced into it, a wired one is not', () => {
  const loose = addNode(chain, typeNamed('set'), { x: 0, y: 400 }, catalog).graph
  const edge = { from: 'start', to: 'fetch' }

  expect(canSplice(loose, 'set', edge, catalog)).toBe(true)
  expect(canSplice(loose, 'end', edge, catalog)).toBe(false)
  expect(keys(splice(loose, 'set', edge, catalog))).toEqual(
    expect.arrayContaining(['start:out>set', 'set:out>fetch']),
  )
})

test('a renamed port takes its edges along', () => {
  const config = { cases: [{ port: 'large', when: 'true' }], default: 'no' }

  expect(keys(setConfig(chain, 'big', config, catalog))).toContain('big:large>end')
})

test('a removed port leaves its edge in the document, to be seen as broken', () => {
  const changed = setConfig(chain, 'big', { cases: [], default: 'no' }, catalog)

  expect(keys(changed)).toContain('big:yes>end')
})

test('a renamed id takes edges and references along, but not text that only looks like one', () => {
  const renamed = renameNode(chain, 'fetch', 'order', catalog)

  expect(keys(renamed)).toEqual(['start:out>order', 'order:out>big', 'big:yes>end'])
  expect(findNode(renamed, 'big')?.config).toEqual({
    cases: [{ port: 'yes', when: 'steps.order.output.body.total > 100' }],
    default: 'no',
  })
  expect(findNode(renamed, 'end')?.config).toEqual({
    output: { total: '{{ steps.order.output.body.total }}', note: 'steps.fetch' },
  })
})

test('renaming leaves nodes that do not read the step as they are', () => {
  const renamed = renameNode(chain, 'fetch', 'order', catalog)

  expect(findNode(renamed, 'start')).toBe(findNode(chain, 'start'))
})

test('moves land on the grid', () => {
  const moved = moveNodes(chain, new Map([['end', { x: 101.4, y: 6.2 }]]))

  expect(findNode(moved, 'end')?.position).toEqual({ x: 104, y: 8 })
})

test('an empty name is left out of the document', () => {
  const named = setName(chain, 'fetch', 'Fetch order')

  expect(findNode(named, 'fetch')?.name).toBe('Fetch order')
  expect(findNode(setName(named, 'fetch', ''), 'fetch')).not.toHaveProperty('name')
})

test.each([
  [{ from: 'fetch', to: 'fetch' }, 'itself'],
  [{ from: 'fetch', to: 'start' }, 'before the start'],
  [{ from: 'big', port: 'no', to: 'fetch' }, 'circle'],
  [{ from: 'fetch', to: 'big' }, 'connected already'],
  [{ from: 'big', port: 'maybe', to: 'end' }, 'no port “maybe”'],
  [{ from: 'gone', to: 'end' }, 'gone'],
])('an edge that can not work says why: %j', (edge, words) => {
  expect(edgeProblem(chain, edge, catalog)).toContain(words)
})

test('an edge that can work has no problem', () => {
  expect(edgeProblem(chain, { from: 'big', port: 'no', to: 'end' }, catalog)).toBeNull()
})

test('a stored draft of any shape is read without losing what can be drawn', () => {
  const stored = {
    nodes: [{ id: 'a', type: 'who.knows', extra: 1 }, 7, { id: 'a', type: 'copy' }, { type: 'x' }],
    edges: [{ from: 'a', to: 'gone' }, { from: 'a', to: 'gone' }, null],
  }

  expect(readGraph(stored)).toEqual({
    nodes: [{ id: 'a', type: 'who.knows', extra: 1 }],
    edges: [{ from: 'a', to: 'gone' }],
  })
})
