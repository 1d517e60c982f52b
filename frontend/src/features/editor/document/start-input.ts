/** What runs may be started with. */
import type { JsonValue } from '@/shared/api/types'
import type { EditedGraph } from './graph'

/** As the start node says; an empty object takes anything. */
export function inputSchemaOf(graph: EditedGraph): { readonly [key: string]: JsonValue } {
  const start = graph.nodes.find((node) => node.type === 'start')
  const schema = start?.config?.input_schema
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? schema : {}
}
