/** The document as React Flow wants it. What did not change keeps its identity: its card does not render. */

import { Position } from '@xyflow/react'
import { maxAttempts } from '@/features/run-stream'
import { plural, t } from '@/shared/i18n/texts'
import { type Bodies, bodiesOf, framePortY } from '../document/bodies'
import type { NodeCatalog } from '../document/catalog'
import { brokenEdgeProblem } from '../document/connect'
import {
  NODE_WIDTH_PX,
  nodeHeight,
  PORT_PX,
  PORT_Y_PX,
  portY,
  type Size,
} from '../document/geometry'
import {
  configOf,
  type EditedGraph,
  ERROR,
  edgeKey,
  type GraphEdge,
  type GraphNode,
  labelOf,
  OUT,
  portOf,
  positionOf,
} from '../document/graph'
import { standIns } from '../document/groups'
import { hasInput, portsOf } from '../document/ports'
import { reachable, successors } from '../document/reach'
import type { Selection } from '../store'
import {
  type CanvasNode,
  type CardFacts,
  type CardNode,
  type Frame,
  INPUT,
  isCard,
  type LineEdge,
  type PortPlace,
  type Shown,
  shownNodes,
} from './flow-types'
import { undoHandles } from './undo-lines'

export function flowNodes(
  { graph, selection, collapsed }: Shown,
  catalog: NodeCatalog,
  before: ReadonlyMap<string, CanvasNode>,
): CardNode[] {
  const joins = joinsOf(graph)
  const used = portsInUse(graph)
  const bodies = bodiesOf(graph, catalog)
  const reached = reachedNodes(graph, bodies)
  const undoing = new Set(graph.nodes.map((node) => node.undo))
  return shownNodes(graph, bodies, collapsed).map((node) => {
    const make = {
      node,
      join: joins.has(node.id) ? (node.join ?? 'all') : null,
      ports: shownPorts(node, catalog, used.get(node.id)),
      unreached: !reached(node.id),
      undo: undoPart(node, undoing),
      frame: frameOf(node.id, bodies, collapsed),
      size: drawnSize(node.id, bodies, collapsed),
      parent: bodies.parentOf(node.id),
    }
    return placedCard(make, before.get(node.id), selection.nodes.has(node.id), catalog)
  })
}

/** The card that was there, as far as it is the same. */
function placedCard(
  make: CardParts,
  before: CanvasNode | undefined,
  selected: boolean,
  catalog: NodeCatalog,
): CardNode {
  const known = before && isCard(before) ? before : undefined
  const base = known && isSame(known, make) ? known : makeCard(make, catalog)
  const position = positionOf(make.node)
  const isSamePlace = base.selected === selected && samePlace(base.position, position)
  return base === known && isSamePlace ? known : { ...base, selected, position }
}

/** Nodes that more than one edge leads to. */
function joinsOf({ edges }: EditedGraph): Set<string> {
  const once = new Set<string>()
  const joins = new Set<string>()
  for (const { to } of edges) {
    if (once.has(to)) joins.add(to)
    once.add(to)
  }
  return joins
}

type CardParts = {
  node: GraphNode
  join: CardFacts['join']
  ports: readonly string[]
  unreached: boolean
  undo: CardFacts['undo']
  frame: Frame | null
  size: Size
  parent: string | null
}

function isSame({ data, width, height, parentId }: CardNode, parts: CardParts): boolean {
  const { frame } = data
  return (
    data.node === parts.node &&
    data.join === parts.join &&
    data.unreached === parts.unreached &&
    data.undo === parts.undo &&
    width === parts.size.width &&
    height === parts.size.height &&
    (parentId ?? null) === parts.parent &&
    frame?.steps === parts.frame?.steps &&
    frame?.folded === parts.frame?.folded &&
    frame?.depth === parts.frame?.depth &&
    sameList(data.ports, parts.ports)
  )
}

function frameOf(nodeId: string, bodies: Bodies, collapsed: ReadonlySet<string>): Frame | null {
  if (!bodies.isContainer(nodeId)) return null
  return {
    steps: bodies.stepsOf(nodeId).length,
    folded: collapsed.has(nodeId),
    depth: bodies.around(nodeId).length,
  }
}

/** A folded container is as large as a card. */
function drawnSize(nodeId: string, bodies: Bodies, collapsed: ReadonlySet<string>): Size {
  return collapsed.has(nodeId) && bodies.isContainer(nodeId)
    ? { width: NODE_WIDTH_PX, height: nodeHeight(1) }
    : bodies.sizeOf(nodeId)
}

/** Without a start nobody can say; a body is reached with its container. */
function reachedNodes(graph: EditedGraph, bodies: Bodies): (nodeId: string) => boolean {
  const start = graph.nodes.find((node) => node.type === 'start')
  if (!start) return () => true
  const found = reachable(successors(graph), start.id).add(start.id)
  const undone = new Map(graph.nodes.map((node) => [node.undo, node.id]))
  return (nodeId) => {
    const acting = undone.get(nodeId) ?? nodeId
    return found.has(bodies.around(acting).at(-1) ?? acting)
  }
}

function undoPart(
  { id, undo }: GraphNode,
  undoing: ReadonlySet<string | undefined>,
): CardFacts['undo'] {
  if (undoing.has(id)) return 'undoes'
  return undo ? 'undone' : null
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

function makeCard(parts: CardParts, catalog: NodeCatalog): CardNode {
  const { node, ports, size, frame, parent } = parts
  const type = catalog.of(node)
  const title = type?.title ?? node.type
  const name = labelOf(node, title)
  const isOpen = frame !== null && !frame.folded
  const words = name === title ? `${name}, ${node.id}` : `${name}, ${title}`
  return {
    id: node.id,
    type: frame ? 'container' : 'card',
    position: positionOf(node),
    ...(parent !== null && { parentId: parent }),
    // With its size and ports known, a card off the screen is never rendered to be measured.
    ...size,
    measured: size,
    handles: handlesOf(parts),
    // Inside a frame the canvas goes on: a box is drawn there, and a double click adds a step.
    ...(isOpen && { style: { pointerEvents: 'none' as const } }),
    ariaLabel:
      words +
      frameWords(frame) +
      (node.disabled ? `, ${t('disabled')}` : '') +
      (parts.unreached ? `, ${t('never runs')}` : ''),
    data: {
      node,
      title,
      name,
      icon: type?.icon,
      key: keyText(node, type?.key_field ?? null),
      ports,
      unknown: type === undefined,
      unreached: parts.unreached,
      undo: parts.undo,
      join: parts.join,
      frame,
    },
  }
}

export function frameWords(frame: Frame | null): string {
  if (!frame) return ''
  const count = plural(frame.steps, '{count} step', '{count} steps')
  return `, ${count}${frame.folded ? `, ${t('folded')}` : ''}`
}

const FRAME_PORT_GAP_PX = 24

/** Centre of an exit from the top; a frame has its ports in its middle. */
export function exitY(frame: Frame | null, height: number, index: number, count: number): number {
  if (!frame || frame.folded) return portY(index, count)
  return framePortY(height) + index * FRAME_PORT_GAP_PX
}

function handlesOf({ node, ports, size, frame, undo }: CardParts): PortPlace[] {
  const square = { width: PORT_PX, height: PORT_PX }
  const half = PORT_PX / 2
  const inputY = frame && !frame.folded ? framePortY(size.height) : PORT_Y_PX
  const input: PortPlace[] = hasInput(node)
    ? [
        {
          id: INPUT,
          type: 'target',
          position: Position.Left,
          x: -half,
          y: inputY - half,
          ...square,
        },
      ]
    : []
  const outputs = ports.map(
    (port, index): PortPlace => ({
      id: port,
      type: 'source',
      position: Position.Right,
      x: size.width - half,
      y: exitY(frame, size.height, index, ports.length) - half,
      ...square,
    }),
  )
  return [...input, ...outputs, ...undoHandles(undo, size)]
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
  shown: Shown,
  catalog: NodeCatalog,
  before: ReadonlyMap<string, LineEdge>,
): LineEdge[] {
  const { graph, selection, collapsed } = shown
  const bodies = bodiesOf(graph, catalog)
  const standIn = standIns(graph, bodies, collapsed)
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const isHidden = (id: string) => bodies.around(id).some((each) => collapsed.has(each))
  return graph.edges.flatMap((edge) => {
    const [source, target] = [nodes.get(edge.from), nodes.get(edge.to)]
    // An end that is gone leaves nothing to draw: the problems list names it. So does one folded away.
    if (!source || !target || !hasInput(target)) return []
    const ends = { source: standIn(edge.from), target: standIn(edge.to) }
    if (isHidden(edge.from) || isHidden(edge.to) || ends.source === ends.target) return []
    const made = makeLine(edge, { source, target }, ends, graph, catalog)
    const selected = selection.edges.has(made.id)
    const known = before.get(made.id)
    return [known && isSameLine(known, made, selected) ? known : { ...made, selected }]
  })
}

function makeLine(
  edge: GraphEdge,
  nodes: { source: GraphNode; target: GraphNode },
  ends: { source: string; target: string },
  graph: EditedGraph,
  catalog: NodeCatalog,
): LineEdge {
  const broken = brokenEdgeProblem(graph, edge, catalog)
  const ports = portsOf(nodes.source, catalog.of(nodes.source))
  const port = portOf(edge)
  const isWhole = ends.source === edge.from
  const forks = ports.filter((each) => each !== ERROR).length > 1
  return {
    id: edgeKey(edge),
    type: 'line' as const,
    ...ends,
    sourceHandle: isWhole ? port : OUT,
    targetHandle: INPUT,
    reconnectable: isWhole && ends.target === edge.to,
    ariaLabel: t('Edge from {from} to {to}', {
      from: labelOf(nodes.source),
      to: labelOf(nodes.target),
    }),
    data: {
      edge,
      broken,
      named: broken !== null || ports.length > 1,
      path: forks && port !== ERROR && !broken ? ports.indexOf(port) : null,
      tries: maxAttempts(nodes.target.policy),
    },
  }
}

const isSameLine = (known: LineEdge, made: LineEdge, selected: boolean) =>
  known.selected === selected &&
  known.source === made.source &&
  known.target === made.target &&
  known.data?.edge === made.data?.edge &&
  known.data?.broken === made.data?.broken &&
  known.data?.named === made.data?.named &&
  known.data?.path === made.data?.path &&
  known.data?.tries === made.data?.tries

export const selectionOf = (nodes: Iterable<string>, edges: Iterable<string>): Selection => ({
  nodes: new Set(nodes),
  edges: new Set(edges),
})

const samePlace = (a: { x: number; y: number }, b: { x: number; y: number }) =>
  a.x === b.x && a.y === b.y

const sameList = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each, index) => each === b[index])
