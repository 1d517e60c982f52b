/** What the canvas shows, without drawing it: cards, edges, states, outlines. */
import { expect, test } from 'vitest'
import { emptyRunState } from '@/features/run-stream'
import type { StepStatus } from '@/shared/api/types'
import { catalog } from '../../../../tests/node-types'
import { bodiesOf } from '../document/bodies'
import { type EditedGraph, emptyGraph, findNode } from '../document/graph'
import { noSelection } from '../store'
import { edgeState } from './edge-state'
import { openingViewport } from './flow-camera'
import { flowEdges, flowNodes } from './flow-graph'
import type { Shown } from './flow-types'
import { isRearranged } from './gestures'
import { outlinePath, silhouetteOf } from './silhouette'

const graph: EditedGraph = {
  nodes: [
    { id: 'start', type: 'start', position: { y: 80 } },
    {
      id: 'big',
      type: 'branch',
      config: { cases: [{ port: 'yes', when: 'trigger.total > 1' }], default: 'no' },
      position: { x: 304, y: 80 },
    },
    { id: 'end', type: 'end', position: { x: 608, y: 80 } },
  ],
  edges: [
    { from: 'start', to: 'big' },
    { from: 'big', port: 'gone', to: 'end' },
    { from: 'big', port: 'yes', to: 'nobody' },
  ],
}

const shown = (drawn: EditedGraph, collapsed: ReadonlySet<string> = new Set()): Shown => ({
  graph: drawn,
  selection: noSelection,
  collapsed,
})
const cards = () => flowNodes(shown(graph), catalog, new Map())

test('a card has its size and ports before it is drawn', () => {
  const [start, big] = cards()

  expect(start?.position).toEqual({ x: 0, y: 80 })
  expect(start?.measured).toEqual({ width: 208, height: 54 })
  expect(big?.handles?.map((handle) => handle.id)).toEqual(['in', 'yes', 'no', 'gone'])
  expect(big?.data.key).toBe('trigger.total > 1')
})

test('a change of one node makes one new card', () => {
  const before = cards()
  const moved: EditedGraph = {
    ...graph,
    nodes: graph.nodes.map((node) =>
      node.id === 'end' ? { ...node, position: { x: 700, y: 80 } } : node,
    ),
  }

  const after = flowNodes(shown(moved), catalog, new Map(before.map((node) => [node.id, node])))

  expect(after.map((card, index) => card === before[index])).toEqual([true, true, false])
})

test('an edge from a port that is gone stays, with the reason; one to nowhere is not drawn', () => {
  const edges = flowEdges(shown(graph), catalog, new Map())

  expect(edges.map((edge) => [edge.id, edge.data?.broken])).toEqual([
    ['start:out>big', null],
    ['big:gone>end', '“big” has no port “gone” any more.'],
  ])
})

const stepOf = (node_id: string, status: StepStatus, port: string | null) => {
  const newest = {
    node_id,
    iteration: '',
    attempt: 1,
    status,
    port,
    input: null,
    output: null,
    error: null,
    started_at: null,
    finished_at: null,
    seq: 1,
  }
  return { key: node_id, node_id, iteration: '', attempts: [newest], newest }
}

test('an edge is live while its target runs, at rest while it waits, taken after it, and pale when it was not taken', () => {
  const yes = { from: 'big', port: 'yes', to: 'end' }
  const state = (target: 'running' | 'waiting' | 'succeeded', port: string) =>
    edgeState(
      {
        ...emptyRunState,
        nodes: { big: stepOf('big', 'succeeded', port), end: stepOf('end', target, null) },
      },
      yes,
      1,
    )

  expect([
    state('running', 'yes'),
    state('waiting', 'yes'),
    state('succeeded', 'yes'),
    state('succeeded', 'no'),
  ]).toEqual(['live', 'resting', 'taken', 'untaken'])
  expect(edgeState(emptyRunState, yes, 1)).toBe('idle')
})

test('kinds are told by their outline', () => {
  expect([silhouetteOf('start', 1), silhouetteOf('branch', 2), silhouetteOf('fail', 0)]).toEqual([
    'start',
    'fork',
    'end',
  ])
  expect(outlinePath('fork', 208, 54)).toContain('L201.5,27')
  expect(outlinePath('plain', 208, 54)).not.toContain('L')
})

test('a canvas opens with all of a small graph, and with the start of a large one', () => {
  const small = openingViewport(bodiesOf(graph, catalog), { width: 1_200, height: 600 })
  const wide = { ...findNode(graph, 'end'), id: 'far', type: 'end', position: { x: 9_000, y: 80 } }
  const large = openingViewport(bodiesOf({ nodes: [...graph.nodes, wide], edges: [] }, catalog), {
    width: 1_200,
    height: 600,
  })

  expect(small?.zoom).toBe(1)
  expect(large).toEqual({ x: 48, y: 300 - (80 + 27) * 0.7, zoom: 0.7 })
  expect(openingViewport(bodiesOf(emptyGraph, catalog), { width: 1_200, height: 600 })).toBeNull()
})

test('only a change of places is shown moving', () => {
  const laidOut: EditedGraph = {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, position: { x: 1, y: 1 } })),
  }

  expect(isRearranged(graph, laidOut)).toBe(true)
  expect(isRearranged(graph, { ...graph, nodes: graph.nodes.slice(1) })).toBe(false)
})
