/** The document as React Flow wants it. What did not change keeps its identity: its card does not render. */
import { type Edge, type Node, Position } from '@xyflow/react'
import type { NodeCatalog } from '../document/catalog'
import { brokenEdgeProblem } from '../document/connect'
import { NODE_WIDTH_PX, nodeHeight, PORT_PX, PORT_Y_PX, portY } from '../document/geometry'
import {
  configOf,
  type EditedGraph,
  edgeKey,
  type GraphEdge,
  type GraphNode,
  labelOf,
  portOf,
  positionOf,
} from '../document/graph'
import { hasInput, portsOf } from '../document/ports'
import type { Selection } from '../store'

export type CardFacts = {
  node: GraphNode
  title: string
  name: string
  icon: string | undefined
  /** The one config value that tells most, in mono below the name. */
  key: string
  ports: readonly string[]
  /** The installation does not know the type. */
  unknown: boolean
}

export type CardNode = Node<CardFacts, 'card'>
export type LineEdge = Edge<
  {
    edge: GraphEdge
    broken: string | null
    /** Its port is one of several, and has its name beside it. */
    named: boolean
  },
  'line'
>

export const INPUT = 'in'

export function flowNodes(
  graph: EditedGraph,
  catalog: NodeCatalog,
  selected: ReadonlySet<string>,
  before: ReadonlyMap<string, CardNode>,
): CardNode[] {
  const used = portsInUse(graph)
  return graph.nodes.map((node) => {
    const known = before.get(node.id)
    const ports = shownPorts(node, catalog, used.get(node.id))
    const isSame = known?.data.node === node && sameList(known.data.ports, ports)
    const base = isSame ? known : makeCard(node, catalog, ports)
    const position = positionOf(node)
    const isChosen = selected.has(node.id)
    if (base === known && known.selected === isChosen && samePlace(known.position, position))
      return known
    return { ...base, selected: isChosen, position }
  })
}

/** Ports that edges name stay in sight when the config has none of that name: the edge is drawn broken. */
function shownPorts(
  node: GraphNode,
  catalog: NodeCatalog,
  used: ReadonlySet<string> | undefined,
): string[] {
  const own = portsOf(node, catalog.of(node))
  const lost = [...(used ?? [])].filter((port) => !own.includes(port))
  return [...own, ...lost]
}

function portsInUse(graph: EditedGraph): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>()
  for (const edge of graph.edges) {
    const known = used.get(edge.from)
    if (known) known.add(portOf(edge))
    else used.set(edge.from, new Set([portOf(edge)]))
  }
  return used
}

function makeCard(node: GraphNode, catalog: NodeCatalog, ports: readonly string[]): CardNode {
  const type = catalog.of(node)
  const title = type?.title ?? node.type
  const name = labelOf(node, title)
  const height = nodeHeight(ports.length)
  return {
    id: node.id,
    type: 'card',
    position: positionOf(node),
    // With its size and ports known, a card off the screen is never rendered to be measured.
    width: NODE_WIDTH_PX,
    height,
    measured: { width: NODE_WIDTH_PX, height },
    handles: handlesOf(node, ports),
    ariaLabel: name === title ? `${name}, ${node.id}` : `${name}, ${title}`,
    data: {
      node,
      title,
      name,
      icon: type?.icon,
      key: keyText(node, type?.key_field ?? null),
      ports,
      unknown: type === undefined,
    },
  }
}

type PortPlace = NonNullable<CardNode['handles']>[number]

function handlesOf(node: GraphNode, ports: readonly string[]): PortPlace[] {
  const size = { width: PORT_PX, height: PORT_PX }
  const half = PORT_PX / 2
  const input: PortPlace[] = hasInput(node)
    ? [
        {
          id: INPUT,
          type: 'target',
          position: Position.Left,
          x: -half,
          y: PORT_Y_PX - half,
          ...size,
        },
      ]
    : []
  const outputs = ports.map(
    (port, index): PortPlace => ({
      id: port,
      type: 'source',
      position: Position.Right,
      x: NODE_WIDTH_PX - half,
      y: portY(index, ports.length) - half,
      ...size,
    }),
  )
  return [...input, ...outputs]
}

/** The key field's value, else what a branch asks, else the id. */
function keyText(node: GraphNode, keyField: string | null): string {
  const config = configOf(node)
  const value = keyField ? config[keyField] : undefined
  const method = typeof config.method === 'string' ? `${config.method} ` : ''
  if (value !== undefined && value !== '') return method + asText(value)
  const cases = config.cases
  const first = Array.isArray(cases) ? cases[0] : undefined
  const when =
    typeof first === 'object' && first !== null && 'when' in first ? first.when : undefined
  return when ? asText(when) : node.id
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

export function flowEdges(
  graph: EditedGraph,
  catalog: NodeCatalog,
  selected: ReadonlySet<string>,
  before: ReadonlyMap<string, LineEdge>,
): LineEdge[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  return graph.edges.flatMap((edge) => {
    const [source, target] = [nodes.get(edge.from), nodes.get(edge.to)]
    // An end that is gone leaves nothing to draw: the problems list names it.
    if (!source || !target || !hasInput(target)) return []
    const id = edgeKey(edge)
    const known = before.get(id)
    const isChosen = selected.has(id)
    const broken = brokenEdgeProblem(graph, edge, catalog)
    const named = broken !== null || portsOf(source, catalog.of(source)).length > 1
    if (
      known &&
      known.selected === isChosen &&
      known.data?.broken === broken &&
      known.data.named === named
    )
      return [known]
    return [
      {
        id,
        type: 'line' as const,
        source: edge.from,
        sourceHandle: portOf(edge),
        target: edge.to,
        targetHandle: INPUT,
        selected: isChosen,
        ariaLabel: `Edge from ${labelOf(source)} to ${labelOf(target)}`,
        data: { edge, broken, named },
      },
    ]
  })
}

export const selectionOf = (nodes: Iterable<string>, edges: Iterable<string>): Selection => ({
  nodes: new Set(nodes),
  edges: new Set(edges),
})

const samePlace = (a: { x: number; y: number }, b: { x: number; y: number }) =>
  a.x === b.x && a.y === b.y

const sameList = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each, index) => each === b[index])
