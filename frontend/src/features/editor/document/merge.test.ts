import { expect, test } from 'vitest'
import type { EditedGraph, GraphNode } from './graph'
import { divergences, mergeGraphs } from './merge'
import { drawnDivergences } from './merge-drawn'

const node = (id: string, value: number, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  type: 'set',
  config: { value },
  position: { x: 0, y: 0 },
  ...more,
})

const base: EditedGraph = {
  nodes: [node('a', 1), node('b', 1), node('c', 1)],
  edges: [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
  ],
}

const none = new Map()

test('what only one side changed is taken from that side', () => {
  const mine = { ...base, nodes: [node('a', 2), node('b', 1), node('c', 1)] }
  const theirs = { ...base, nodes: [node('a', 1), node('b', 3), node('c', 1), node('d', 1)] }
  const found = divergences({ base, mine, theirs })
  const merged = mergeGraphs({ base, mine, theirs }, none)

  expect(found.map(({ node_id, by }) => [node_id, by])).toEqual([
    ['a', 'mine'],
    ['b', 'theirs'],
    ['d', 'theirs'],
  ])
  expect(merged.nodes.map((each) => [each.id, each.config?.value])).toEqual([
    ['a', 2],
    ['b', 3],
    ['c', 1],
    ['d', 1],
  ])
})

test('where both changed a node differently, a person picks', () => {
  const mine = { ...base, nodes: [node('a', 2), node('b', 1), node('c', 1)] }
  const theirs = { ...base, nodes: [node('a', 3), node('b', 1), node('c', 1)] }
  const [found] = divergences({ base, mine, theirs })
  const ours = mergeGraphs({ base, mine, theirs }, none)
  const others = mergeGraphs({ base, mine, theirs }, new Map([['a', 'theirs']]))

  expect(found).toMatchObject({ by: 'both', fields: ['config.value'] })
  expect(ours.nodes[0]?.config).toEqual({ value: 2 })
  expect(others.nodes[0]?.config).toEqual({ value: 3 })
})

test('the same change on both sides is none', () => {
  const both = { ...base, nodes: [node('a', 9), node('b', 1), node('c', 1)] }

  expect(divergences({ base, mine: both, theirs: both })).toEqual([])
})

test('a step taken away by one side goes, with its edges, unless the other changed it and is picked', () => {
  const mine = { nodes: [node('a', 1), node('c', 1)], edges: [] }
  const theirs = { ...base, nodes: [node('a', 1), node('b', 5), node('c', 1)] }
  const gone = mergeGraphs({ base, mine, theirs }, new Map([['b', 'mine']]))
  const kept = mergeGraphs({ base, mine, theirs }, new Map([['b', 'theirs']]))

  expect(gone.nodes.map((each) => each.id)).toEqual(['a', 'c'])
  expect(gone.edges).toEqual([])
  expect(kept.nodes.map((each) => each.id)).toEqual(['a', 'c', 'b'])
})

test('edges that one side drew come, those that one side took away go', () => {
  const mine = { ...base, edges: [...base.edges, { from: 'a', to: 'c' }] }
  const theirs = { ...base, edges: [{ from: 'a', to: 'b' }] }

  expect(mergeGraphs({ base, mine, theirs }, none).edges).toEqual([
    { from: 'a', to: 'b' },
    { from: 'a', to: 'c' },
  ])
})

test('a move by one side and a change by the other are both kept', () => {
  const mine = { ...base, nodes: [node('a', 2), node('b', 1), node('c', 1)] }
  const moved = node('a', 1, { position: { x: 50, y: 5 } })
  const theirs = { ...base, nodes: [moved, node('b', 1), node('c', 1)] }
  const [a] = mergeGraphs({ base, mine, theirs }, none).nodes

  expect(a).toMatchObject({ config: { value: 2 }, position: { x: 50, y: 5 } })
})

test('notes are theirs where only they changed them', () => {
  const theirs = { ...base, notes: [{ id: 'n', text: 'Look' }] }

  expect(mergeGraphs({ base, mine: base, theirs }, none).notes).toEqual(theirs.notes)
})

test('notes that both wrote are all there, each one that differs twice', () => {
  const was = { ...base, notes: [{ id: 'n', text: 'Old' }] }
  const mine = {
    ...base,
    notes: [
      { id: 'n', text: 'Mine' },
      { id: 'note', text: 'M' },
    ],
  }
  const theirs = {
    ...base,
    notes: [
      { id: 'n', text: 'Theirs' },
      { id: 'note', text: 'T' },
    ],
  }
  const versions = { base: was, mine, theirs }

  const texts = mergeGraphs(versions, none).notes ?? []
  expect(texts.map(({ text }) => text)).toEqual(['Mine', 'Theirs', 'M', 'T'])
  expect(new Set(texts.map(({ id }) => id)).size).toBe(4)
  expect(drawnDivergences(versions).map(({ id, by }) => [id, by])).toEqual([
    ['n', 'both'],
    ['note', 'both'],
  ])
})

test('a note goes when one took it away, and stays when the other wrote on', () => {
  const was = { ...base, notes: [{ id: 'n', text: 'Old' }] }
  const wrote = { ...base, notes: [{ id: 'n', text: 'New' }] }

  expect(mergeGraphs({ base: was, mine: base, theirs: was }, none).notes).toBeUndefined()
  expect(mergeGraphs({ base: was, mine: base, theirs: wrote }, none).notes).toEqual(wrote.notes)
})

test('groups of both are kept, with a node in one of them, and a shared one has the steps of both', () => {
  const group = (id: string, ...nodes: string[]) => ({ id, nodes })
  const was = { ...base, groups: [group('g', 'a')] }
  const mine = { ...base, groups: [group('g', 'a', 'b')] }
  const theirs = { ...base, groups: [group('g', 'a', 'c'), group('h', 'b')] }
  const drawnBoth = { base, mine: was, theirs: { ...base, groups: [group('g', 'c')] } }

  expect(mergeGraphs({ base: was, mine, theirs }, none).groups).toEqual([group('g', 'a', 'b', 'c')])
  expect(mergeGraphs(drawnBoth, none).groups).toEqual([group('g', 'a'), group('group', 'c')])
})

test('a step that one took away and the other kept has its edges again', () => {
  const mine = { ...base, nodes: [node('a', 1), node('b', 5), node('c', 1)] }
  const theirs = { nodes: [node('a', 1), node('c', 1)], edges: [{ from: 'a', to: 'c' }] }
  const wired = [...base.edges, { from: 'a', to: 'c' }]

  expect(mergeGraphs({ base, mine, theirs }, none).edges).toEqual(wired)
  expect(
    mergeGraphs({ base, mine: theirs, theirs: mine }, new Map([['b', 'theirs']])).edges,
  ).toEqual(expect.arrayContaining(wired))
})
