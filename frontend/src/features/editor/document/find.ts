/** Find in the workflow: names, ids, types, configs and expressions. */
import type { JsonValue } from '@/shared/api/types'
import type { NodeCatalog } from './catalog'
import { configOf, type EditedGraph, type GraphNode, labelOf } from './graph'

export type Found = {
  node_id: string
  label: string
  /** JSON pointer into the config; null when the name or the id fits. */
  field: string | null
  /** The text around the place. */
  excerpt: string
}

const MAX_FOUND = 100
const AROUND_CHARS = 32

export function findInGraph(graph: EditedGraph, search: string, catalog: NodeCatalog): Found[] {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return []
  return graph.nodes
    .flatMap((node) => findInNode(node, labelOf(node, catalog.of(node)?.title), wanted))
    .slice(0, MAX_FOUND)
}

function findInNode(node: GraphNode, label: string, wanted: string): Found[] {
  const isNamed = [label, node.id, node.type].some((text) => text.toLowerCase().includes(wanted))
  const named = isNamed ? [{ node_id: node.id, label, field: null, excerpt: node.id }] : []
  const texts = [...textsOf(configOf(node), '')].flatMap(({ pointer, text }) => {
    const excerpt = excerptOf(text, wanted)
    return excerpt ? [{ node_id: node.id, label, field: pointer, excerpt }] : []
  })
  return [...named, ...texts]
}

function* textsOf(value: JsonValue, pointer: string): Generator<{ pointer: string; text: string }> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      yield* textsOf(each, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    }
  } else if (value !== null) yield { pointer, text: String(value) }
}

function excerptOf(text: string, wanted: string): string | null {
  const at = text.toLowerCase().indexOf(wanted)
  if (at < 0) return null
  const from = Math.max(0, at - AROUND_CHARS)
  const to = at + wanted.length + AROUND_CHARS
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`
}
