/** The ports of a node: fixed by its type, named by its config, and `error` by its policy. */
import type { JsonValue } from '@/shared/api/types'
import type { NodeTypeInfo } from './catalog'
import { configOf, type EditedGraph, ERROR, type GraphNode, OUT, portOf } from './graph'

/** Ports in the order in which they are drawn. An unknown type has `out`. */
export function portsOf(node: GraphNode, type: NodeTypeInfo | undefined): string[] {
  const own = type ? (type.ports ?? portsFromConfig(configOf(node), type.ports_from)) : [OUT]
  const withError = node.policy?.on_error === 'port' ? [...own, ERROR] : own
  return [...new Set(withError)]
}

/** Every string at the places of the patterns, where a star stands for each item of a list. */
function portsFromConfig(config: JsonValue, patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern) =>
    valuesAt(config, pattern.split('/').slice(1)).filter(
      (value): value is string => typeof value === 'string' && value !== '',
    ),
  )
}

function valuesAt(value: JsonValue | undefined, path: readonly string[]): JsonValue[] {
  const [key, ...rest] = path
  if (value === undefined) return []
  if (key === undefined) return [value]
  if (key === '*') return Array.isArray(value) ? value.flatMap((each) => valuesAt(each, rest)) : []
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return valuesAt(value[key], rest)
}

/** Does the node take incoming edges? Only a start does not. */
export const hasInput = (node: Pick<GraphNode, 'type'>) => node.type !== 'start'

/**
 * Edges that follow a port whose name was changed in the config.
 *
 * Only when exactly one name differs at one place: anything else is a removal or an addition.
 */
export function followRenamedPort(
  graph: EditedGraph,
  nodeId: string,
  before: readonly string[],
  after: readonly string[],
): EditedGraph {
  if (before.length !== after.length) return graph
  const changed = before.flatMap((port, index) => (port === after[index] ? [] : [index]))
  const [index] = changed
  if (changed.length !== 1 || index === undefined) return graph
  const oldPort = before[index]
  const newPort = after[index]
  if (newPort === undefined) return graph
  return {
    ...graph,
    edges: graph.edges.map((edge) =>
      edge.from === nodeId && portOf(edge) === oldPort ? { ...edge, port: newPort } : edge,
    ),
  }
}
