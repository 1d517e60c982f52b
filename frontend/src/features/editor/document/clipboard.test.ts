import { expect, test } from 'vitest'
import { catalog } from '../../../../tests/node-types'
import { copyNodes, readClipboard, withoutSecrets } from './clipboard'
import { type EditedGraph, edgeKey, findNode } from './graph'
import { pasteNodes } from './pasting'

const graph: EditedGraph = {
  nodes: [
    { id: 'start', type: 'start' },
    { id: 'fetch', type: 'http.request', config: { url: 'https://a.example' } },
    {
      id: 'sum',
      type: 'set',
      config: { values: { total: '{{ steps.fetch.output.body.total + steps.start.output.n }}' } },
      position: { x: 272, y: 0 },
    },
  ],
  edges: [
    { from: 'start', to: 'fetch' },
    { from: 'fetch', to: 'sum' },
  ],
}

const pasted = (ids: string[], into: EditedGraph = graph) => {
  const copied = readClipboard(copyNodes(graph, new Set(ids), catalog))
  if (!copied) throw new Error('The copy could not be read.')
  return pasteNodes(into, copied, { x: 40, y: 200 }, catalog)
}

test('pasted nodes get free ids, and references among them follow', () => {
  const { graph: result, nodeIds } = pasted(['fetch', 'sum'])

  expect(nodeIds).toEqual(['fetch_2', 'sum_2'])
  expect(findNode(result, 'sum_2')?.config).toEqual({
    values: { total: '{{ steps.fetch_2.output.body.total + steps.start.output.n }}' },
  })
  expect(result.edges.map(edgeKey)).toContain('fetch_2:out>sum_2')
})

test('pasted nodes keep their places to each other and land where the pointer is', () => {
  const { graph: result } = pasted(['fetch', 'sum'])

  expect(findNode(result, 'fetch_2')?.position).toEqual({ x: 40, y: 200 })
  expect(findNode(result, 'sum_2')?.position).toEqual({ x: 312, y: 200 })
})

test('edges to nodes that were not copied are left out', () => {
  expect(pasted(['sum']).graph.edges).toHaveLength(graph.edges.length)
})

test('in another workflow the ids stay', () => {
  const { nodeIds } = pasted(['fetch', 'sum'], { nodes: [], edges: [] })

  expect(nodeIds).toEqual(['fetch', 'sum'])
})

test('a second start is not pasted, and is counted', () => {
  const { nodeIds, skipped } = pasted(['start', 'fetch'])

  expect(nodeIds).toEqual(['fetch_2'])
  expect(skipped).toBe(1)
})

test.each(['', 'hello', '{"nodes": 7}', '{broken', '[]'])('%j holds no nodes', (text) => {
  expect(readClipboard(text)).toBeNull()
})

test('a whole graph file can be pasted', () => {
  expect(readClipboard(JSON.stringify(graph))?.nodes).toHaveLength(3)
})

test('no secret that was typed goes to the clipboard; expressions and credentials do', () => {
  const headers = { Authorization: 'Bearer abc', 'X-Api-Key': '{{ env.KEY }}', Accept: 'text/csv' }
  const call = {
    id: 'call',
    type: 'http.request',
    config: { url: 'https://a.example', credential: 'Shop', headers },
  }
  const { nodes } = withoutSecrets({ nodes: [call], edges: [] }, catalog)

  expect(nodes[0]?.config).toEqual({ ...call.config, headers: { ...headers, Authorization: '' } })
})
