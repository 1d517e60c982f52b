/** Nodes as text: copied, cut and pasted within a workflow, across workflows and into a chat. */
import type { JsonValue } from '@/shared/api/types'
import { bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import { configOf, type EditedGraph, type GraphNode, noteKey, notesOf, readGraph } from './graph'

/** Beside `nodes` and `edges`, so that a whole graph file can be pasted too. */
const MARK = 'noria'
/** What the mark says where they were left out: who pastes it elsewhere is told. */
const BARE = 'nodes without secrets'

/** The chosen nodes, containers with their bodies, and the edges between them. */
export function copyNodes(
  graph: EditedGraph,
  chosen: ReadonlySet<string>,
  catalog: NodeCatalog,
  mark = 'nodes',
): string {
  const nodeIds = bodiesOf(graph, catalog).withBodies(chosen)
  const nodes = graph.nodes.filter((node) => nodeIds.has(node.id))
  const edges = graph.edges.filter((edge) => nodeIds.has(edge.from) && nodeIds.has(edge.to))
  const notes = notesOf(graph).filter((note) => chosen.has(noteKey(note.id)))
  return JSON.stringify({ [MARK]: mark, nodes, edges, ...(notes.length > 0 && { notes }) }, null, 2)
}

export type Copied = { text: string; whole: string }

/** The text for the clipboard, which holds no secrets, and the same with them, for the builder it is copied in. */
export function copyBare(
  graph: EditedGraph,
  chosen: ReadonlySet<string>,
  catalog: NodeCatalog,
): Copied {
  const whole = copyNodes(graph, chosen, catalog)
  const bare = withoutSecrets(graph, catalog)
  const isBare = copyNodes(bare, chosen, catalog) === whole
  return { whole, text: isBare ? whole : copyNodes(bare, chosen, catalog, BARE) }
}

/** As exports have it: `_SECRET_HEADER` in `noria/exchange.py`. */
const SECRET_HEADER = /authorization|cookie|token|secret|password|api[-_]?key/i

/** The graph without what looks like a typed secret, which a clipboard would hand to any program. */
export function withoutSecrets(graph: EditedGraph, catalog: NodeCatalog): EditedGraph {
  return { ...graph, nodes: graph.nodes.map((node) => withoutSecretsOf(node, catalog)) }
}

function withoutSecretsOf(node: GraphNode, catalog: NodeCatalog): GraphNode {
  const before = configOf(node)
  const { properties } = (catalog.of(node)?.config_schema ?? {}) as Schema
  const isSecret = (name: string) => properties?.[name]?.['x-ui']?.secret === true
  const config = Object.fromEntries(
    Object.entries(before).flatMap(([name, value]) => {
      if (isSecret(name) && isTyped(value)) return []
      return [[name, name === 'headers' ? blankHeaders(value) : value]]
    }),
  )
  return JSON.stringify(config) === JSON.stringify(before) ? node : { ...node, config }
}

type Schema = { properties?: Record<string, { 'x-ui'?: { secret?: boolean } }> }

function blankHeaders(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([header, text]) => [
      header,
      SECRET_HEADER.test(header) && isTyped(text) ? '' : text,
    ]),
  )
}

/** An expression is no secret: it is read where it runs. */
const isTyped = (value: JsonValue | undefined) =>
  typeof value === 'string' && value !== '' && !value.includes('{{')

export type Clipped = EditedGraph & { readonly lacksSecrets: boolean }

/** Null: the text holds no nodes. */
export function readClipboard(text: string): Clipped | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    const read = JSON.parse(text)
    const graph = { ...readGraph(read), lacksSecrets: read[MARK] === BARE }
    return graph.nodes.length + notesOf(graph).length > 0 ? graph : null
  } catch {
    return null
  }
}
