/** The workflow as an indented list with conditions in words: for screen readers, and for reading. */

import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { type Bodies, bodiesOf } from './bodies'
import type { NodeCatalog } from './catalog'
import type { Box } from './geometry'
import {
  configOf,
  type EditedGraph,
  ERROR,
  type GraphEdge,
  type GraphNode,
  groupKey,
  labelOf,
  noteKey,
  notesOf,
  OUT,
  portOf,
} from './graph'
import { groupOf, membersOf } from './groups'
import { boxOfNote } from './notes'

export type OutlineRow = {
  /** Unique in the list: a node that is reached twice has one row and later a reference to it. */
  key: string
  node_id: string
  depth: number
  /** How the step is reached, in words; empty for what simply comes next. */
  when: string
  label: string
  /** In words. */
  type: string
  icon: string | undefined
  disabled: boolean
  policy: GraphNode['policy']
  /** How it waits, where several paths come in. */
  join: 'all' | 'any' | null
  /** It was listed above: only a pointer to it. */
  again: boolean
  /** The group that it is in. */
  group: OutlineGroup | null
}

export type OutlineGroup = {
  /** As in a selection. */
  key: string
  /** Empty: it has none. */
  name: string
  steps: number
  /** This row is the first of the group. */
  begins: boolean
}

export type OutlineNote = {
  /** As in a selection. */
  key: string
  text: string
  /** The step that it lies by; empty when it lies by none. */
  beside: string
}

/** So far from a step a note is still about it. */
const BESIDE_PX = 160

/** From the start, depth first; what can't be reached comes last. */
export function outline(graph: EditedGraph, catalog: NodeCatalog): OutlineRow[] {
  const rows: OutlineRow[] = []
  const seen = new Set<string>()
  const bodies = bodiesOf(graph, catalog)
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const begun = new Set<string>()
  const ways = waysOf(graph)
  for (const root of rootsFirst(graph, bodies)) {
    if (seen.has(root.id)) continue
    const waiting: Visit[] = [{ node: root, depth: 0, when: '' }]
    for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
      const again = seen.has(visit.node.id)
      const group = groupIn(graph, visit.node.id, begun)
      const join = joinOf(visit.node, ways)
      rows.push({ ...rowOf(visit, again, rows.length, catalog), join, group })
      seen.add(visit.node.id)
      const next = [...bodyVisits(visit, bodies, ways), ...nextVisits(visit, byId, ways)]
      if (!again) waiting.push(...next.toReversed())
    }
  }
  return rows
}

function groupIn(graph: EditedGraph, nodeId: string, begun: Set<string>): OutlineGroup | null {
  const group = groupOf(graph, nodeId)
  if (!group) return null
  const begins = !begun.has(group.id)
  begun.add(group.id)
  const steps = membersOf(group).length
  return { key: groupKey(group.id), name: group.name ?? '', steps, begins }
}

/** All notes, from the top; each with the step that it lies by. */
export function outlineNotes(graph: EditedGraph, catalog: NodeCatalog): OutlineNote[] {
  const bodies = bodiesOf(graph, catalog)
  const boxes = graph.nodes.map((node) => {
    const box = { ...bodies.placeOf(node.id), ...bodies.sizeOf(node.id) }
    return { box, label: labelOf(node, catalog.of(node)?.title ?? node.type) }
  })
  return notesOf(graph)
    .map((note) => ({ note, box: boxOfNote(note) }))
    .sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x)
    .map(({ note, box }) => {
      const near = boxes
        .map((each) => ({ label: each.label, gap: gapBetween(each.box, box) }))
        .filter(({ gap }) => gap <= BESIDE_PX)
        .sort((a, b) => a.gap - b.gap)
      return { key: noteKey(note.id), text: note.text ?? '', beside: near[0]?.label ?? '' }
    })
}

function gapBetween(a: Box, b: Box): number {
  const x = Math.max(0, a.x - (b.x + b.width), b.x - (a.x + a.width))
  const y = Math.max(0, a.y - (b.y + b.height), b.y - (a.y + a.height))
  return Math.hypot(x, y)
}

/** Looked up for each step: searching all edges each time takes a large graph tenths of a second. */
type Ways = {
  from: ReadonlyMap<string, readonly GraphEdge[]>
  targets: ReadonlySet<string>
  /** Several edges lead to them. */
  joins: ReadonlySet<string>
}

function waysOf({ edges }: EditedGraph): Ways {
  const from = new Map<string, GraphEdge[]>()
  for (const edge of edges) {
    const known = from.get(edge.from)
    if (known) known.push(edge)
    else from.set(edge.from, [edge])
  }
  const targets = new Set<string>()
  const joins = new Set<string>()
  for (const { to } of edges) (targets.has(to) ? joins : targets).add(to)
  return { from, targets, joins }
}

const joinOf = (node: GraphNode, { joins }: Ways): OutlineRow['join'] =>
  joins.has(node.id) ? (node.join ?? 'all') : null

type Visit = { node: GraphNode; depth: number; when: string }

/** The steps with which a body begins. */
function bodyVisits({ node, depth }: Visit, bodies: Bodies, { targets }: Ways): Visit[] {
  const steps = bodies.stepsOf(node.id)
  const first = steps.filter((step) => !targets.has(step.id))
  return (first.length > 0 ? first : steps).map((step, index) => ({
    node: step,
    depth: depth + 1,
    when: index === 0 ? loopWords(node) : t('at the same time'),
  }))
}

function loopWords({ type, config }: GraphNode): string {
  const condition = typeof config?.condition === 'string' ? ` ${config.condition}` : ''
  if (type === 'while') return t('while{condition}', { condition })
  if (type === 'until') return t('again and again until{condition}', { condition })
  return t('for each item')
}

function rootsFirst({ nodes, edges }: EditedGraph, bodies: Bodies): GraphNode[] {
  const graph = { nodes: nodes.filter(({ id }) => bodies.parentOf(id) === null), edges }
  const targets = new Set(graph.edges.map((edge) => edge.to))
  const starts = graph.nodes.filter((node) => node.type === 'start')
  const loose = graph.nodes.filter((node) => !targets.has(node.id))
  return [...starts, ...loose, ...graph.nodes, ...nodes]
}

function nextVisits(
  { node, depth }: Visit,
  byId: ReadonlyMap<string, GraphNode>,
  ways: Ways,
): Visit[] {
  const edges = ways.from.get(node.id) ?? []
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
): Omit<OutlineRow, 'group' | 'join'> {
  const type = catalog.of(node)
  const title = type?.title ?? node.type
  return {
    key: `${index}:${node.id}`,
    node_id: node.id,
    depth,
    when,
    label: labelOf(node, title),
    type: title,
    icon: (type ?? catalog.byName(node.type))?.icon,
    disabled: node.disabled ?? false,
    policy: node.policy,
    again,
  }
}

/** `yes, if total > 100` — the condition where the config gives one. */
export function whenWords(node: GraphNode, port: string, forks: boolean): string {
  if (port === ERROR) return t('if it fails')
  if (port === OUT) return forks ? t('at the same time') : ''
  const cases = configOf(node).cases
  const found = Array.isArray(cases) ? cases.find((each) => fieldOf(each, 'port') === port) : null
  const condition = fieldOf(found, 'when')
  if (typeof condition === 'string') return t('{port}, if {condition}', { port, condition })
  return configOf(node).default === port ? t('{port}, otherwise', { port }) : port
}

function fieldOf(value: JsonValue | undefined, field: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value[field]
    : undefined
}
