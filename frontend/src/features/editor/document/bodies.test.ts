/** Loops and what is in them: places, sizes, moves in and out, wiring, copies, layout. */
import { expect, test } from 'vitest'
import { catalog, typeNamed } from '../../../../tests/node-types'
import { layoutRequest } from './auto-layout'
import { BODY_PX, bodiesOf, framePortY } from './bodies'
import { copyNodes, readClipboard } from './clipboard'
import { edgeProblem, possibleEdges } from './connect'
import { addNode, addToBody, appendNode, insertOnEdge, removeNodes } from './edit'
import { renameNode } from './expressions'
import { type EditedGraph, edgeKey, emptyGraph, findNode, positionOf } from './graph'
import { layOut } from './layout'
import { memberProblem, moveInto, settle } from './membership'
import { outline } from './outline'
import { pasteNodes } from './pasting'

/** start → rows(price → note) → end, with a loose step below. */
const looped: EditedGraph = {
  nodes: [
    { id: 'start', type: 'start', position: { x: 0, y: 64 } },
    { id: 'rows', type: 'for_each', config: { items: [] }, position: { x: 304, y: 0 } },
    {
      id: 'price',
      type: 'set',
      parent: 'rows',
      config: { values: { net: '{{ item.net }}' } },
      position: { x: 40, y: 56 },
    },
    {
      id: 'note',
      type: 'set',
      parent: 'rows',
      config: { values: { text: '{{ steps.price.output.net }}' } },
      position: { x: 344, y: 56 },
    },
    { id: 'end', type: 'end', position: { x: 1032, y: 64 } },
    { id: 'loose', type: 'set', position: { x: 304, y: 400 } },
  ],
  edges: [
    { from: 'start', to: 'rows' },
    { from: 'rows', to: 'end' },
    { from: 'price', to: 'note' },
  ],
}

const bodies = bodiesOf(looped, catalog)
const keys = (graph: EditedGraph) => graph.edges.map(edgeKey)
const placeIn = (graph: EditedGraph, id: string) => {
  const node = findNode(graph, id)
  return node && positionOf(node)
}

test('a frame is as large as what is in it, and has its ports on the grid of the cards', () => {
  expect(bodies.sizeOf('rows')).toEqual({ width: 344 + 208 + 40, height: 56 + 56 + 56 })
  expect((framePortY(bodies.sizeOf('rows').height) - 27) % 8).toBe(0)
  const empty = addNode(emptyGraph, typeNamed('while'), { x: 0, y: 0 }, catalog)
  expect(bodiesOf(empty.graph, catalog).sizeOf(empty.nodeId).width).toBe(288)
})

test('a point is in the innermost frame around it', () => {
  expect(bodies.containerAt({ x: 310, y: 10 })).toBe('rows')
  expect(bodies.containerAt({ x: 310, y: 10 }, new Set(['rows']))).toBeNull()
  expect(bodies.containerAt({ x: 10, y: 10 })).toBeNull()
  expect(bodies.placeOf('note')).toEqual({ x: 648, y: 56 })
})

test('a parent that is gone, is no container, or is in the step’s own body is none', () => {
  const odd: EditedGraph = {
    nodes: [
      { id: 'a', type: 'set', parent: 'nobody' },
      { id: 'b', type: 'set', parent: 'a' },
      { id: 'c', type: 'for_each', parent: 'd' },
      { id: 'd', type: 'for_each', parent: 'c' },
      { id: 'e', type: 'set', parent: 'c' },
    ],
    edges: [],
  }
  const found = bodiesOf(odd, catalog)
  expect(['a', 'b', 'c', 'd', 'e'].map((id) => found.parentOf(id))).toEqual([
    null,
    null,
    null,
    null,
    'c',
  ])
})

test('steps are added to a body: behind its loose end, behind a step of it, into an edge of it', () => {
  const behindEnd = addToBody(looped, typeNamed('http.request'), 'rows', catalog)
  expect(findNode(behindEnd.graph, 'http')?.parent).toBe('rows')
  expect(keys(behindEnd.graph)).toContain('note:out>http')

  const appended = appendNode(looped, typeNamed('set'), { node_id: 'note', port: 'out' }, catalog)
  expect(findNode(appended.graph, appended.nodeId)?.parent).toBe('rows')

  const edge = { from: 'price', to: 'note' }
  const inserted = insertOnEdge(looped, typeNamed('delay'), edge, catalog)
  expect(findNode(inserted.graph, 'delay')?.parent).toBe('rows')
  expect(placeIn(inserted.graph, 'note')?.x).toBe(344 + 304)
})

test('what is beside a frame makes way when it grows, and nothing covers its heading', () => {
  const { graph } = addToBody(looped, typeNamed('set'), 'rows', catalog)
  const settled = settle(looped, graph, catalog)
  expect(placeIn(settled, 'end')?.x).toBe(1032 + 304)
  expect(placeIn(settled, 'start')).toEqual({ x: 0, y: 64 })

  const high = moveInto(looped, new Map([['note', { x: -20, y: 0 }]]), 'rows', catalog).graph
  const pushed = settle(looped, high, catalog)
  expect(placeIn(pushed, 'note')).toEqual({ x: BODY_PX.left, y: BODY_PX.top })
  expect(placeIn(pushed, 'price')).toEqual({ x: 96, y: 112 })
})

test('frames around a frame that grows grow too, and what is beside them makes way', () => {
  const nested: EditedGraph = {
    nodes: [
      { id: 'outer', type: 'for_each', position: { x: 0, y: 0 } },
      { id: 'inner', type: 'while', parent: 'outer', position: { x: 40, y: 56 } },
      { id: 'a', type: 'set', parent: 'inner', position: { x: 40, y: 56 } },
      { id: 'after', type: 'set', position: { x: 500, y: 0 } },
    ],
    edges: [],
  }
  const { graph } = addToBody(nested, typeNamed('set'), 'inner', catalog)
  expect(placeIn(settle(nested, graph, catalog), 'after')?.x).toBe(500 + 304)
})

test('a step that leaves its body loses the edges that would cross, and its neighbours are joined', () => {
  const chain = addToBody(looped, typeNamed('delay'), 'rows', catalog).graph
  const { graph, cut } = moveInto(chain, new Map([['note', { x: 0, y: 600 }]]), null, catalog)

  expect(cut).toBe(2)
  expect(findNode(graph, 'note')).not.toHaveProperty('parent')
  expect(keys(graph)).toContain('price:out>delay')
  expect(keys(graph)).not.toContain('price:out>note')
})

test('steps go into a body together with the edges between them', () => {
  const places = new Map([['loose', { x: 40, y: 200 }]])
  const { graph, cut } = moveInto(looped, places, 'rows', catalog)
  expect([findNode(graph, 'loose')?.parent, cut]).toEqual(['rows', 0])
  expect(memberProblem(looped, ['start'], 'rows', catalog)).toContain('“start”')
  expect(memberProblem(looped, ['rows'], 'rows', catalog)).toContain('own body')
})

test('no edge crosses the border of a body, and none is offered', () => {
  const problem = (from: string, to: string) => edgeProblem(looped, { from, to }, catalog)
  expect(problem('loose', 'price')).toBe(
    '“price” is in the body of “For each”: no edge crosses its border.',
  )
  expect(problem('note', 'end')).toContain('“note” is in the body of')
  expect(problem('loose', 'end')).toBeNull()
  expect(possibleEdges(looped, 'loose', catalog).map((edge) => edge.to)).toEqual(['rows', 'end'])
})

test('a container is copied, pasted and removed with its body', () => {
  const copied = readClipboard(copyNodes(looped, new Set(['rows']), catalog))
  if (!copied) throw new Error('The copy could not be read.')
  const pasted = pasteNodes(looped, copied, { x: 0, y: 800 }, catalog)

  expect(pasted.nodeIds).toEqual(['rows_2'])
  expect(findNode(pasted.graph, 'note_2')?.parent).toBe('rows_2')
  expect(findNode(pasted.graph, 'note_2')?.position).toEqual({ x: 344, y: 56 })
  expect(findNode(pasted.graph, 'note_2')?.config).toEqual({
    values: { text: '{{ steps.price_2.output.net }}' },
  })
  expect(keys(pasted.graph)).toContain('price_2:out>note_2')

  const removed = removeNodes(looped, new Set(['rows']), catalog)
  expect(removed.nodes.map((node) => node.id)).toEqual(['start', 'end', 'loose'])
  expect(keys(removed)).toEqual(['start:out>end'])
})

test('what is pasted inside a frame becomes part of its body', () => {
  const copied = readClipboard(copyNodes(looped, new Set(['note', 'end']), catalog))
  if (!copied) throw new Error('The copy could not be read.')
  const { graph, skipped } = pasteNodes(looped, copied, { x: 330, y: 150 }, catalog)
  expect(findNode(graph, 'note_2')?.parent).toBe('rows')
  expect(skipped).toBe(1)
})

test('a body follows its container’s new id', () => {
  expect(findNode(renameNode(looped, 'rows', 'lines', catalog), 'note')?.parent).toBe('lines')
})

test('bodies are laid out in their frames, and frames keep clear of what is beside them', () => {
  const places = new Map(layOut(layoutRequest(looped, catalog)))
  expect(places.get('price')).toEqual({ x: BODY_PX.left, y: BODY_PX.top })
  expect(places.get('note')?.x).toBe(BODY_PX.left + 208 + 96)
  const [rows, end] = [places.get('rows'), places.get('end')]
  expect((end?.x ?? 0) - (rows?.x ?? 0)).toBeGreaterThanOrEqual(bodies.sizeOf('rows').width + 96)

  const only = new Map(layOut(layoutRequest(looped, catalog, new Set(['price', 'note']))))
  expect([...only.keys()].sort()).toEqual(['note', 'price'])
  expect(only.get('price')).toEqual({ x: 40, y: 56 })
})

test('the outline shows a body below its loop', () => {
  const rows = outline(looped, catalog).map((row) => [row.node_id, row.depth, row.when])
  expect(rows).toEqual([
    ['start', 0, ''],
    ['rows', 0, ''],
    ['price', 1, 'for each item'],
    ['note', 1, ''],
    ['end', 0, ''],
    ['loose', 0, ''],
  ])
})
