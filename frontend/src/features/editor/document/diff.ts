/** What differs between two graphs, node by node. Places on the canvas don't count. */
import { type EditedGraph, edgeKey, type GraphEdge, type GraphNode, positionOf } from './graph'

export type NodeChange = {
  node_id: string
  kind: 'added' | 'removed' | 'changed'
  /** Parts that differ, as `config.url`; empty unless changed. */
  fields: string[]
}

export type GraphDiff = {
  nodes: NodeChange[]
  edgesAdded: GraphEdge[]
  edgesRemoved: GraphEdge[]
  /** Only places differ. */
  moved: number
}

export const isEmptyDiff = (diff: GraphDiff) =>
  diff.nodes.length + diff.edgesAdded.length + diff.edgesRemoved.length === 0

export function diffGraphs(before: EditedGraph, after: EditedGraph): GraphDiff {
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const now = new Set(after.nodes.map((node) => node.id))
  const kept = after.nodes.flatMap((node) => {
    const known = old.get(node.id)
    return known ? [{ node, known, fields: changedFields(known, node) }] : []
  })
  const added = after.nodes.filter((node) => !old.has(node.id))
  const removed = before.nodes.filter((node) => !now.has(node.id))
  const changed = kept.filter(({ fields }) => fields.length > 0)
  return {
    nodes: [
      ...added.map(({ id }) => ({ node_id: id, kind: 'added' as const, fields: [] })),
      ...changed.map(({ node, fields }) => ({
        node_id: node.id,
        kind: 'changed' as const,
        fields,
      })),
      ...removed.map(({ id }) => ({ node_id: id, kind: 'removed' as const, fields: [] })),
    ],
    moved: kept.filter(
      ({ node, known, fields }) =>
        fields.length === 0 && !same(positionOf(known), positionOf(node)),
    ).length,
    ...diffEdges(before.edges, after.edges),
  }
}

function diffEdges(before: readonly GraphEdge[], after: readonly GraphEdge[]) {
  const old = new Set(before.map(edgeKey))
  const now = new Set(after.map(edgeKey))
  return {
    edgesAdded: after.filter((edge) => !old.has(edgeKey(edge))),
    edgesRemoved: before.filter((edge) => !now.has(edgeKey(edge))),
  }
}

/** Filled in where the document leaves a default out, so that leaving it out is no change. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  type_version: 1,
  name: '',
  config: {},
  policy: {},
  join: 'all',
  parent: null,
  undo: null,
  disabled: false,
}

/** Of a policy, as the server has them: a version says each of them, a draft only what differs. */
const POLICY_DEFAULTS: Readonly<Record<string, unknown>> = {
  timeout_s: 60,
  lane: null,
  on_error: 'fail',
  on_error_output: null,
  hosts: [],
}
const RETRY_DEFAULTS = { max_attempts: 5, initial_interval_s: 1, backoff: 2, max_interval_s: 60 }

const wholePolicy = (policy: unknown) => {
  const { retry, ...rest } = policy as { retry?: object | null }
  return { ...POLICY_DEFAULTS, ...rest, retry: { ...RETRY_DEFAULTS, ...retry } }
}

function changedFields(before: GraphNode, after: GraphNode): string[] {
  return Object.entries(DEFAULTS).flatMap(([field, missing]) => {
    const [a, b] = [partOf(before, field) ?? missing, partOf(after, field) ?? missing]
    if (same(a, b)) return []
    if (field === 'policy')
      return changedKeys(wholePolicy(a), wholePolicy(b)).map((key) => `policy.${key}`)
    return field === 'config' ? changedKeys(a, b).map((key) => `config.${key}`) : [field]
  })
}

const partOf = (value: object, field: string): unknown =>
  (value as Readonly<Record<string, unknown>>)[field]

function changedKeys(before: unknown, after: unknown): string[] {
  const [a, b] = [before as object, after as object]
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].filter((key) => !same(partOf(a, key), partOf(b, key)))
}

/** Equal as JSON; the order of fields does not matter. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => key in b && same(partOf(a, key), partOf(b, key)))
}
