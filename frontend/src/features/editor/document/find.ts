/** Find in the workflow: names, ids, types, configs and expressions. */
import type { JsonValue } from '@/shared/api/types'
import type { NodeCatalog } from './catalog'
import { type Config, configOf, type EditedGraph, type GraphNode, labelOf } from './graph'

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

/** How often the text is in names and configs, by exact letters. */
export function countInGraph(graph: EditedGraph, search: string): number {
  if (search === '') return 0
  return graph.nodes
    .flatMap((node) => [node.name ?? '', ...stringsOf(configOf(node))])
    .reduce((sum, text) => sum + text.split(search).length - 1, 0)
}

/** The graph with the text replaced in names and configs; ids stay, since references follow them. */
export function replaceInGraph(
  graph: EditedGraph,
  search: string,
  replacement: string,
): EditedGraph {
  if (search === '') return graph
  const replaced = (text: string) => text.replaceAll(search, () => replacement)
  const nodes = graph.nodes.map((node) => {
    const config = mapTexts(configOf(node), replaced) as Config
    const name = node.name === undefined ? undefined : replaced(node.name)
    const isSame = name === node.name && JSON.stringify(config) === JSON.stringify(configOf(node))
    return isSame ? node : { ...node, config, ...(name !== undefined && { name }) }
  })
  return { ...graph, nodes }
}

const stringsOf = (config: Config): string[] => {
  const found: string[] = []
  mapTexts(config, (text) => {
    found.push(text)
    return text
  })
  return found
}

function mapTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]),
  )
}
