/** The workflow as an indented list with conditions in words: for screen readers, and for reading. */
import type { JsonValue } from '@/shared/api/types'
import { type Bodies, bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import { configOf, type EditedGraph, ERROR, type GraphNode, labelOf, OUT, portOf } from './graph'
import { outgoingOf } from './reach'

export type OutlineRow = {
  /** Unique in the list: a node that is reached twice has one row and later a reference to it. */
  key: string
  node_id: string
  depth: number
  /** How the step is reached, in words; empty for what simply comes next. */
  when: string
  label: string
  type: string
  /** It was listed above: only a pointer to it. */
  again: boolean
}

/** From the start, depth first; what can't be reached comes last. */
export function outline(graph: EditedGraph, catalog: NodeCatalog): OutlineRow[] {
  const rows: OutlineRow[] = []
  const seen = new Set<string>()
  const bodies = bodiesOf(graph, catalog)
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  for (const root of rootsFirst(graph, bodies)) {
    if (seen.has(root.id)) continue
    const waiting: Visit[] = [{ node: root, depth: 0, when: '' }]
    for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
      const again = seen.has(visit.node.id)
      rows.push(rowOf(visit, again, rows.length, catalog))
      seen.add(visit.node.id)
      const next = [...bodyVisits(graph, visit, bodies), ...nextVisits(graph, visit, byId)]
      if (!again) waiting.push(...next.toReversed())
    }
  }
  return rows
}

type Visit = { node: GraphNode; depth: number; when: string }

/** The steps with which a body begins. */
function bodyVisits(graph: EditedGraph, { node, depth }: Visit, bodies: Bodies): Visit[] {
  const targets = new Set(graph.edges.map((edge) => edge.to))
  const steps = bodies.stepsOf(node.id)
  const first = steps.filter((step) => !targets.has(step.id))
  return (first.length > 0 ? first : steps).map((step, index) => ({
    node: step,
    depth: depth + 1,
    when: index === 0 ? loopWords(node) : 'at the same time',
  }))
}

function loopWords({ type, config }: GraphNode): string {
  const condition = typeof config?.condition === 'string' ? ` ${config.condition}` : ''
  if (type === 'while') return `while${condition}`
  if (type === 'until') return `again and again until${condition}`
  return 'for each item'
}

function rootsFirst({ nodes, edges }: EditedGraph, bodies: Bodies): GraphNode[] {
  const graph = { nodes: nodes.filter(({ id }) => bodies.parentOf(id) === null), edges }
  const targets = new Set(graph.edges.map((edge) => edge.to))
  const starts = graph.nodes.filter((node) => node.type === 'start')
  const loose = graph.nodes.filter((node) => !targets.has(node.id))
  return [...starts, ...loose, ...graph.nodes, ...nodes]
}

function nextVisits(
  graph: EditedGraph,
  { node, depth }: Visit,
  byId: ReadonlyMap<string, GraphNode>,
): Visit[] {
  const edges = outgoingOf(graph, node.id)
  const forks = edges.length > 1 || edges.some((edge) => portOf(edge) !== OUT)
  return edges.flatMap((edge) => {
    const target = byId.get(edge.to)
    const when = whenWords(node, portOf(edge), edges.length > 1)
    return target ? [{ node: target, depth: forks ? depth + 1 : depth, when }] : []
  })
}

function rowOf(
  { node, depth, when }: Visit,
  again: boolean,
  index: number,
  catalog: NodeCatalog,
): OutlineRow {
  const title = catalog.of(node)?.title ?? node.type
  return {
    key: `${index}:${node.id}`,
    node_id: node.id,
    depth,
    when,
    label: labelOf(node, title),
    type: title,
    again,
  }
}

/** `yes, if total > 100` — the condition where the config gives one. */
export function whenWords(node: GraphNode, port: string, forks: boolean): string {
  if (port === ERROR) return 'if it fails'
  if (port === OUT) return forks ? 'at the same time' : ''
  const cases = configOf(node).cases
  const found = Array.isArray(cases) ? cases.find((each) => fieldOf(each, 'port') === port) : null
  const condition = fieldOf(found, 'when')
  if (typeof condition === 'string') return `${port}, if ${condition}`
  return configOf(node).default === port ? `${port}, otherwise` : port
}

function fieldOf(value: JsonValue | undefined, field: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value[field]
    : undefined
}
