import { expect, test } from 'vitest'
import { countInGraph, replaceInGraph } from './find'
import type { EditedGraph } from './graph'

const graph: EditedGraph = {
  nodes: [
    { id: 'shop', type: 'set', name: 'Ask the shop', config: { values: { at: 'http://shop/$1' } } },
    { id: 'other', type: 'set', config: { values: { list: ['shop', 7] } } },
  ],
  edges: [],
}

test('text is counted and replaced in names and configs, to the letter; ids stay', () => {
  const after = replaceInGraph(graph, 'shop', '$& store')

  expect(countInGraph(graph, 'shop')).toBe(3)
  expect(after.nodes.map((node) => [node.id, node.name])).toEqual([
    ['shop', 'Ask the $& store'],
    ['other', undefined],
  ])
  expect(after.nodes[0]?.config).toEqual({ values: { at: 'http://$& store/$1' } })
  expect(after.nodes[1]?.config).toEqual({ values: { list: ['$& store', 7] } })
})

test('a node without the text stays the same', () => {
  expect(replaceInGraph(graph, 'Ask', 'Tell').nodes[1]).toBe(graph.nodes[1])
  expect(replaceInGraph(graph, '', 'x')).toBe(graph)
})
