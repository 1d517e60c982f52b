/** The document that is edited: nodes and edges as the server stores them. Never changed in place. */
import type { JsonValue } from '@/shared/api/types'

export type Config = { readonly [field: string]: JsonValue }

export type Point = { x: number; y: number }

export type NodePolicy = {
  timeout_s?: number
  retry?: {
    max_attempts?: number
    initial_interval_s?: number
    backoff?: number
    max_interval_s?: number
  }
  lane?: 'quick' | 'remote'
  on_error?: 'fail' | 'port' | 'continue' | 'hold'
  on_error_output?: JsonValue
}

export type GraphNode = {
  readonly id: string
  readonly type: string
  readonly type_version?: number
  readonly name?: string
  readonly config?: Config
  readonly policy?: NodePolicy
  readonly join?: 'all' | 'any'
  readonly parent?: string | null
  /** The node that undoes what this one did. */
  readonly undo?: string
  /** It does nothing: runs pass through it. */
  readonly disabled?: boolean
  /** The server leaves out what is 0. */
  readonly position?: Partial<Point>
}

export type GraphEdge = { readonly from: string; readonly to: string; readonly port?: string }

export const TINTS = ['sand', 'rose', 'leaf', 'sky', 'iris', 'stone'] as const
export type Tint = (typeof TINTS)[number]

/** A sheet on the canvas, in Markdown. The server leaves out what is as it begins. */
export type Note = {
  readonly id: string
  readonly text?: string
  readonly tint?: Tint
  readonly position?: Partial<Point>
  readonly width?: number
  readonly height?: number
}

/** Nodes in one box with a name; what is in it says where it is. */
export type Group = {
  readonly id: string
  readonly name?: string
  readonly nodes?: readonly string[]
  readonly tint?: Tint
}

export type EditedGraph = {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  readonly notes?: readonly Note[]
  readonly groups?: readonly Group[]
}

/** Where nodes, notes and groups are in one set, as in a selection. No node id has a colon. */
export const noteKey = (noteId: string) => `note:${noteId}`
export const groupKey = (groupId: string) => `group:${groupId}`

/** The id that a key is of; null: it is of another kind. */
export const noteIdOf = (key: string) => (key.startsWith('note:') ? key.slice(5) : null)
export const groupIdOf = (key: string) => (key.startsWith('group:') ? key.slice(6) : null)

export const notesOf = (graph: EditedGraph) => graph.notes ?? []
export const groupsOf = (graph: EditedGraph) => graph.groups ?? []

/** Keys of all that is drawn but edges. */
export const drawnKeys = (graph: EditedGraph): Set<string> =>
  new Set([
    ...graph.nodes.map((node) => node.id),
    ...notesOf(graph).map((note) => noteKey(note.id)),
    ...groupsOf(graph).map((group) => groupKey(group.id)),
  ])

export const OUT = 'out'
export const ERROR = 'error'
export const ID_PATTERN = /^[a-z][a-z0-9_]{0,62}$/

export const emptyGraph: EditedGraph = { nodes: [], edges: [] }

export const portOf = (edge: GraphEdge) => edge.port ?? OUT
export const positionOf = ({ position }: Pick<GraphNode, 'position'>): Point => ({
  x: position?.x ?? 0,
  y: position?.y ?? 0,
})
export const configOf = (node: GraphNode): Config => node.config ?? {}

/** Unique within a graph: an edge has no id of its own. */
export const edgeKey = (edge: GraphEdge) => `${edge.from}:${portOf(edge)}>${edge.to}`

/** As the document spells it: the port `out` is left out. */
export function makeEdge(from: string, port: string, to: string): GraphEdge {
  return port === OUT ? { from, to } : { from, port, to }
}

export const findNode = (graph: EditedGraph, nodeId: string) =>
  graph.nodes.find((node) => node.id === nodeId)

/** Where text that is one thing to people needs a name: what they called it, or its id. */
export const labelOf = (node: GraphNode, title?: string) => node.name || title || node.id

/**
 * Read a stored draft, which may be anything that has nodes and edges.
 *
 * Nothing is dropped but what could not be drawn at all: entries without an id, and second copies.
 */
export function readGraph(stored: {
  nodes?: unknown
  edges?: unknown
  notes?: unknown
  groups?: unknown
}): EditedGraph {
  const nodes = new Map<string, GraphNode>()
  for (const entry of asList(stored.nodes)) {
    if (isNode(entry) && !nodes.has(entry.id)) nodes.set(entry.id, entry)
  }
  const edges = new Map<string, GraphEdge>()
  for (const entry of asList(stored.edges)) {
    if (isEdge(entry)) edges.set(edgeKey(entry), entry)
  }
  const notes = asList(stored.notes).filter(hasId) as Note[]
  const groups = asList(stored.groups).filter(hasId) as Group[]
  return {
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    ...(notes.length > 0 && { notes }),
    ...(groups.length > 0 && { groups }),
  }
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const hasId = (value: unknown) => isRecord(value) && typeof value.id === 'string'

const isNode = (value: unknown): value is GraphNode =>
  isRecord(value) && typeof value.id === 'string' && typeof value.type === 'string'

const isEdge = (value: unknown): value is GraphEdge =>
  isRecord(value) && typeof value.from === 'string' && typeof value.to === 'string'
