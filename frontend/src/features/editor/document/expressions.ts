/** The expressions of a node's config, and rewriting their references to other steps. */
import { renameSteps } from '@/features/expression'
import type { JsonValue } from '@/shared/api/types'
import type { NodeCatalog } from './catalog'
import { type Config, configOf, type EditedGraph, type GraphNode } from './graph'

type Schema = { readonly [key: string]: unknown }
type Visit = (text: string, bare: boolean) => string

/** Every string of the config passed through `visit`; what does not change keeps its identity. */
export function mapStrings(config: Config, schema: Schema, visit: Visit): Config {
  return mapValue(config, schema, schema, visit) as Config
}

function mapValue(
  value: JsonValue,
  schema: Schema | undefined,
  root: Schema,
  visit: Visit,
): JsonValue {
  const mode = hintOf(schema)
  if (typeof value === 'string')
    return mode === 'never' ? value : visit(value, mode === 'only' || mode === 'each')
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = resolve(asSchema(schema?.items), root)
    const mapped = value.map((each) => mapValue(each, items, root, visit))
    return mapped.some((each, index) => each !== value[index]) ? mapped : value
  }
  return mapObject(value, schema, root, visit)
}

function mapObject(
  value: { [key: string]: JsonValue },
  schema: Schema | undefined,
  root: Schema,
  visit: Visit,
): JsonValue {
  let changed = false
  const mapped: Record<string, JsonValue> = {}
  for (const [key, before] of Object.entries(value)) {
    const after = mapValue(before, resolve(propertyOf(schema, key), root), root, visit)
    mapped[key] = after
    changed ||= after !== before
  }
  return changed ? mapped : value
}

function propertyOf(schema: Schema | undefined, key: string): Schema | undefined {
  return asSchema(asSchema(schema?.properties)?.[key]) ?? asSchema(schema?.additionalProperties)
}

/** Follows `$ref`, keeping what stands beside it, as the hints do. */
function resolve(schema: Schema | undefined, root: Schema): Schema | undefined {
  if (typeof schema?.$ref !== 'string') return schema
  const target = asSchema(asSchema(root.$defs)?.[schema.$ref.replace('#/$defs/', '')])
  return { ...target, ...schema }
}

const asSchema = (value: unknown): Schema | undefined =>
  typeof value === 'object' && value !== null ? (value as Schema) : undefined

const hintOf = (schema: Schema | undefined) => asSchema(schema?.['x-ui'])?.expression

/** The node with its references to renamed steps spelt anew. */
export function renameReferences(
  node: GraphNode,
  newIds: ReadonlyMap<string, string>,
  catalog: NodeCatalog,
): GraphNode {
  const schema = catalog.of(node)?.config_schema ?? {}
  const before = configOf(node)
  const config = mapStrings(before, schema, (text, bare) => renameSteps(text, bare, newIds))
  return config === before ? node : { ...node, config }
}

/** Give a node a new id; edges, children and the expressions of all nodes follow. */
export function renameNode(
  graph: EditedGraph,
  oldId: string,
  newId: string,
  catalog: NodeCatalog,
): EditedGraph {
  const newIds = new Map([[oldId, newId]])
  const renamed = (id: string) => newIds.get(id) ?? id
  return {
    ...graph,
    ...(graph.groups && {
      groups: graph.groups.map((group) => ({
        ...group,
        nodes: group.nodes?.map(renamed) ?? [],
      })),
    }),
    nodes: graph.nodes.map((node) => {
      const { parent, ...rest } = renameReferences(node, newIds, catalog)
      const moved = {
        ...rest,
        id: renamed(rest.id),
        ...(rest.undo && { undo: renamed(rest.undo) }),
      }
      if (parent) return { ...moved, parent: renamed(parent) }
      return moved.id === node.id &&
        moved.undo === node.undo &&
        parent === undefined &&
        rest.config === node.config
        ? node
        : moved
    }),
    edges: graph.edges.map((edge) =>
      edge.from === oldId || edge.to === oldId
        ? { ...edge, from: renamed(edge.from), to: renamed(edge.to) }
        : edge,
    ),
  }
}
