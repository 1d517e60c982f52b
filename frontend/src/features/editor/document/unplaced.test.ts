/** Graphs of which no step, or not each one, was given a place. */
import { expect, test } from 'vitest'
import { catalog } from '../../../../tests/node-types'
import { BODY_PX, bodiesOf } from './bodies'
import { boxesTouch } from './geometry'
import { type EditedGraph, findNode, positionOf } from './graph'
import { layOut } from './layout'
import { requestFor, unplacedOf, withPlaces } from './unplaced'

const chain = (...edges: [from: string, to: string][]) => edges.map(([from, to]) => ({ from, to }))

function placedAll(graph: EditedGraph): EditedGraph {
  const unplaced = unplacedOf(graph, catalog)
  const request = requestFor(unplaced, graph, catalog)
  return withPlaces(graph, unplaced, new Map(request ? layOut(request) : []), catalog)
}

function coveringPairs(graph: EditedGraph): string[] {
  const bodies = bodiesOf(graph, catalog)
  return graph.nodes.flatMap((a, index) =>
    graph.nodes
      .slice(index + 1)
      .filter(
        (b) =>
          bodies.parentOf(a.id) === bodies.parentOf(b.id) &&
          boxesTouch(bodies.boxOf(a.id), bodies.boxOf(b.id)),
      )
      .map((b) => `${a.id} ${b.id}`),
  )
}

const at = (graph: EditedGraph, id: string) => {
  const node = findNode(graph, id)
  return node && positionOf(node)
}

test('a graph without any place is laid out whole, bodies too', () => {
  const graph = placedAll({
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'rows', type: 'for_each' },
      { id: 'price', type: 'set', parent: 'rows' },
      { id: 'note', type: 'set', parent: 'rows' },
      { id: 'end', type: 'end' },
    ],
    edges: chain(['start', 'rows'], ['rows', 'end'], ['price', 'note']),
  })

  expect(coveringPairs(graph)).toEqual([])
  const bodies = bodiesOf(graph, catalog)
  expect(bodies.boxOf('end').x).toBeGreaterThanOrEqual(
    bodies.boxOf('rows').x + bodies.sizeOf('rows').width,
  )
  expect(at(graph, 'price')).toEqual({ x: BODY_PX.left, y: BODY_PX.top })
})

test('what has a place keeps it: only the rest is placed, beside what it is wired to', () => {
  const before: EditedGraph = {
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'fetch', type: 'http.request', position: { x: 304, y: 0 } },
      { id: 'hold', type: 'set', position: { x: 608, y: 0 } },
      { id: 'tell', type: 'set' },
      { id: 'after', type: 'set' },
      { id: 'alone', type: 'set' },
    ],
    edges: chain(['start', 'fetch'], ['fetch', 'hold'], ['fetch', 'tell'], ['tell', 'after']),
  }
  const graph = placedAll(before)

  for (const id of ['start', 'fetch', 'hold']) expect(at(graph, id)).toEqual(at(before, id))
  expect(coveringPairs(graph)).toEqual([])
  expect(at(graph, 'tell')?.x).toBe(608)
  expect(at(graph, 'after')?.x).toBe(912)
})

test('a body without places is laid out in its frame, which makes room for it', () => {
  const graph = placedAll({
    nodes: [
      { id: 'start', type: 'start', position: { x: 0, y: 64 } },
      { id: 'rows', type: 'for_each', position: { x: 304, y: 0 } },
      { id: 'price', type: 'set', parent: 'rows' },
      { id: 'note', type: 'set', parent: 'rows' },
      { id: 'end', type: 'end', position: { x: 688, y: 64 } },
    ],
    edges: chain(['start', 'rows'], ['rows', 'end'], ['price', 'note']),
  })

  expect(at(graph, 'rows')).toEqual({ x: 304, y: 0 })
  expect(at(graph, 'price')).toEqual({ x: BODY_PX.left, y: BODY_PX.top })
  expect(coveringPairs(graph)).toEqual([])
})

test('a single step without a place does not lie on another one', () => {
  const graph = placedAll({
    nodes: [
      { id: 'start', type: 'start', position: { x: 40, y: 16 } },
      { id: 'shape', type: 'set' },
    ],
    edges: chain(['start', 'shape']),
  })

  expect(coveringPairs(graph)).toEqual([])
  expect(at(graph, 'start')).toEqual({ x: 40, y: 16 })
})

test('a graph with places is left as it is, with a step in the corner too', () => {
  const graph: EditedGraph = {
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'end', type: 'end', position: { x: 304, y: 0 } },
    ],
    edges: chain(['start', 'end']),
  }

  expect(placedAll(graph)).toBe(graph)
  expect(unplacedOf({ nodes: [{ id: 'start', type: 'start' }], edges: [] }, catalog)).toEqual({
    whole: new Set(),
    single: [],
  })
})
