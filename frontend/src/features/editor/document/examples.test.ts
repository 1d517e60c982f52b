/** The examples that speak to servers open in the builder: nothing of them is lost, unknown or unconnected. */
import { describe, expect, test } from 'vitest'
import connected from '../../../../tests/fixtures/connected-examples.json'
import { catalog } from '../../../../tests/node-types'
import { nodesInScope, scopeOf } from '../data-scope'
import { layoutRequest } from './auto-layout'
import { edgeKey, findNode, portOf, readGraph } from './graph'
import { layOut } from './layout'
import { portsOf } from './ports'

const examples = Object.entries(connected)

test('there are ten of them at least', () => {
  expect(examples.length).toBeGreaterThanOrEqual(10)
})

describe.each(examples)('%s', (_, stored) => {
  const graph = readGraph(stored)

  test('is read whole', () => {
    expect(graph.nodes.map(({ id }) => id)).toEqual(stored.nodes.map(({ id }) => id))
    expect(new Set(graph.edges.map(edgeKey)).size).toBe(stored.edges.length)
  })

  test('has known types, and edges from ports that there are', () => {
    const strange = graph.nodes.filter((node) => !catalog.of(node)).map(({ type }) => type)
    const loose = graph.edges.filter((edge) => {
      const from = findNode(graph, edge.from)
      return (
        !from ||
        !findNode(graph, edge.to) ||
        !portsOf(from, catalog.of(from)).includes(portOf(edge))
      )
    })

    expect(strange).toEqual([])
    expect(loose).toEqual([])
  })

  test('has a place and something to read for each of its steps', () => {
    const places = layOut(layoutRequest(graph, catalog))

    expect(new Map(places).size).toBe(graph.nodes.length)
    for (const { id } of graph.nodes) {
      const nodes = nodesInScope(graph, id, catalog)
      expect(scopeOf({ nodes, catalog, data: null }).root.children).toHaveProperty('trigger')
    }
  })
})
