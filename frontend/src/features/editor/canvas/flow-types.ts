/** What cards and lines on the canvas carry. */
import type { Edge, Node } from '@xyflow/react'
import type { Bodies } from '../document/bodies'
import type { EditedGraph, GraphEdge, GraphNode, Group, Note } from '../document/graph'
import { standIns } from '../document/groups'
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
  /** No path leads here from the start: it never runs. */
  unreached: boolean
  /** Its part in undoing: it is undone by another step, or undoes one. */
  undo: 'undone' | 'undoes' | null
  /** When it runs, where several edges come in. */
  join: 'all' | 'any' | null
  /** Of a container. */
  frame: Frame | null
}

export type Frame = {
  /** How many are in its body, those of bodies within not counted. */
  steps: number
  folded: boolean
  /** How many frames are around it: their grounds alternate. */
  depth: number
}

export type CardNode = Node<CardFacts, 'card' | 'container'>
export type NoteNode = Node<{ note: Note }, 'note'>
export type GroupNode = Node<{ group: Group; folded: boolean; steps: number }, 'group'>
export type CanvasNode = CardNode | NoteNode | GroupNode

export const isCard = (node: CanvasNode): node is CardNode =>
  node.type === 'card' || node.type === 'container'

/** The port by which edges come in. */
export const INPUT = 'in'

/** What of the document and of the editor's state is drawn. */
export type Shown = {
  graph: EditedGraph
  selection: Selection
  collapsed: ReadonlySet<string>
}
export type LineEdge = Edge<
  {
    edge: GraphEdge
    broken: string | null
    /** Its port is one of several, and has its name beside it. */
    named: boolean
    /** Which of several paths it is, from 0; null: the only one, or the one for errors. */
    path: number | null
    /** How often the step is tried that it leads to. */
    tries: number
  },
  'line' | 'undo'
>

export type PortPlace = NonNullable<CanvasNode['handles']>[number]

/** Without what is folded away; a container comes before its body, as React Flow wants it. */
export function shownNodes(graph: EditedGraph, bodies: Bodies, collapsed: ReadonlySet<string>) {
  const standIn = standIns(graph, bodies, collapsed)
  const depths = new Map(graph.nodes.map((node) => [node.id, bodies.around(node.id)]))
  return graph.nodes
    .filter((node) => standIn(node.id) === node.id)
    .filter((node) => !depths.get(node.id)?.some((id) => collapsed.has(id)))
    .sort((a, b) => (depths.get(a.id)?.length ?? 0) - (depths.get(b.id)?.length ?? 0))
}
