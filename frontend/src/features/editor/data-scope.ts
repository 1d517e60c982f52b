/** What the expressions of one node may read: declared shapes, and the data of the last run. */

import {
  type ExpressionScope,
  entryOfSchema,
  entryOfValue,
  mergeEntries,
  type ScopeData,
  type ScopeEntry,
} from '@/features/expression'
import { exampleOf } from '@/features/schema-form'
import type { JsonValue, RunRead, StepRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { bodiesOf } from './document/bodies'
import type { NodeCatalog, NodeTypeInfo } from './document/catalog'
import { configOf, type EditedGraph, findNode, type GraphNode, labelOf } from './document/graph'
import { upstreamOf } from './document/reach'
import { loopData, loopEntries } from './loop-scope'
import { outputsOfChosen, schemaAt } from './schema-at'

export type RunData = { run: RunRead; steps: readonly StepRead[] }

type Sources = {
  /** The start, wherever the node is, and all nodes upstream of it. */
  nodes: readonly GraphNode[]
  catalog: NodeCatalog
  /** The loops around it, the outermost first. */
  loops?: readonly GraphNode[]
  /** Null: nothing has run yet; the start's schema gives an example. */
  data: RunData | null
}

/** When a field of a container is evaluated: with its config, or before or after each iteration. */
export type Moment = 'start' | 'before' | 'after'

/** What a scope is made of: the start first, then what is upstream, also of the loops around it. */
export function nodesInScope(
  graph: EditedGraph,
  nodeId: string,
  catalog: NodeCatalog,
  moment: Moment = 'start',
): GraphNode[] {
  const bodies = bodiesOf(graph, catalog)
  const levels = [nodeId, ...bodies.around(nodeId)]
  const upstream = new Set(levels.flatMap((id) => [...upstreamOf(graph, id)]))
  if (moment === 'after') for (const step of bodies.stepsOf(nodeId)) upstream.add(step.id)
  const start = graph.nodes.filter((node) => node.type === 'start')
  return [...start, ...graph.nodes.filter((node) => node.type !== 'start' && upstream.has(node.id))]
}

/** The loops whose iteration a field of the node sees, the outermost first. */
export function loopsInScope(
  graph: EditedGraph,
  nodeId: string,
  catalog: NodeCatalog,
  moment: Moment = 'start',
): GraphNode[] {
  const around = bodiesOf(graph, catalog).around(nodeId).toReversed()
  const ids = moment === 'start' ? around : [...around, nodeId]
  return ids.flatMap((id) => findNode(graph, id) ?? [])
}

export function scopeOf({ nodes, catalog, data, loops = [] }: Sources): ExpressionScope {
  const trigger = triggerOf(nodes, data)
  const steps = stepValues(nodes, data, trigger)
  const vars = varsOf(nodes, steps)
  const roots = { steps, trigger, vars, env: {}, run: runValue(data) }
  const loop = loopData(loops, data?.steps ?? [], roots)
  const values: ScopeData = { ...roots, ...loop }
  const children: Record<string, ScopeEntry> = {
    ...loopEntries(loops, loop),
    trigger: {
      ...mergeEntries(triggerShape(nodes), entryOfValue(trigger)),
      detail: t('what started the run'),
    },
    steps: {
      type: 'object',
      detail: t('steps before this one'),
      children: stepEntries(nodes, catalog, steps),
    },
    vars: { ...mergeEntries(varsShape(nodes), entryOfValue(vars)), detail: t('set by vars.set') },
    run: { ...entryOfValue(values.run), detail: t('this run') },
    env: { type: 'object', detail: t('of the workspace'), children: {} },
  }
  return { root: { type: 'object', children }, data: values }
}

function triggerOf(nodes: readonly GraphNode[], data: RunData | null): JsonValue {
  if (data) return data.run.input as JsonValue
  const start = nodes.find((node) => node.type === 'start')
  const schema = start ? configOf(start).input_schema : undefined
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema)
    ? exampleOf(schema)
    : {}
}

function triggerShape(nodes: readonly GraphNode[]): ScopeEntry | undefined {
  const start = nodes.find((node) => node.type === 'start')
  const schema = start ? configOf(start).input_schema : undefined
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema)
    ? entryOfSchema(schema)
    : undefined
}

function stepValues(nodes: readonly GraphNode[], data: RunData | null, trigger: JsonValue) {
  // Of a step in a loop, its first iteration: that is what `item` is of, too.
  const seen = new Map(data?.steps.toReversed().map((step) => [step.node_id, step]))
  const values: Record<string, JsonValue> = {}
  for (const node of nodes) {
    const step = seen.get(node.id)
    if (step) values[node.id] = stepValue(step)
    else if (node.type === 'start')
      values[node.id] = { status: 'succeeded', output: trigger, attempt: 1 }
  }
  return values
}

/** As the engine sees a step: without `output` when it was skipped or failed. */
function stepValue(step: StepRead): JsonValue {
  const attempt = step.attempts.at(-1)?.attempt ?? 0
  const hasOutput = step.status === 'succeeded'
  return {
    status: step.status,
    attempt,
    ...(hasOutput && { output: step.output as JsonValue }),
    ...(step.error && { error: step.error as unknown as JsonValue }),
  }
}

function varsOf(nodes: readonly GraphNode[], steps: Readonly<Record<string, JsonValue>>) {
  const vars: Record<string, JsonValue> = {}
  for (const node of nodes.filter((each) => each.type === 'vars.set')) {
    const output = asObject(asObject(steps[node.id]).output)
    Object.assign(vars, output)
  }
  return vars
}

function varsShape(nodes: readonly GraphNode[]): ScopeEntry {
  const names = nodes
    .filter((node) => node.type === 'vars.set')
    .flatMap((node) => Object.keys(asObject(configOf(node).values)))
  return {
    type: 'object',
    children: Object.fromEntries(names.map((name) => [name, { type: 'any' }])),
  }
}

const runValue = (data: RunData | null): { [name: string]: JsonValue } => ({
  id: data?.run.id ?? 'run-id',
  started_at: data?.run.started_at ?? new Date(0).toISOString(),
  workflow: data?.run.workflow_name ?? 'workflow',
})

function stepEntries(
  nodes: readonly GraphNode[],
  catalog: NodeCatalog,
  values: Readonly<Record<string, JsonValue>>,
): Record<string, ScopeEntry> {
  return Object.fromEntries(
    nodes.map((node) => {
      const type = catalog.of(node)
      const declared: ScopeEntry = {
        type: 'object',
        children: {
          output: outputShape(node, type),
          status: { type: 'text', detail: t('succeeded, skipped…') },
          error: { type: 'object', detail: t('when it failed') },
          attempt: { type: 'number', detail: t('from 1') },
        },
      }
      const value = values[node.id]
      const seen = value === undefined ? undefined : entryOfValue(value)
      return [node.id, { ...mergeEntries(declared, seen), detail: labelOf(node, type?.title) }]
    }),
  )
}

/** Declared by the type; of a step that names its own values, those. */
function outputShape(node: GraphNode, type: NodeTypeInfo | undefined): ScopeEntry {
  const schema = type?.output_schema
  if (schema) {
    const config = configOf(node)
    const written = Object.entries(type.output_from).flatMap(([name, pattern]) => {
      const found = schemaAt(config, pattern)
      return found ? [[name, entryOfSchema(found.schema, found.root)] as const] : []
    })
    const chosen = outputsOfChosen(type.config_schema as Record<string, JsonValue>, config)
    const children = [
      ...written,
      ...chosen.map(([name, each]) => [name, entryOfSchema(each)] as const),
    ]
    const described = { type: 'object', children: Object.fromEntries(children) }
    return mergeEntries(entryOfSchema(schema), children.length > 0 ? described : undefined)
  }
  const names = Object.keys(asObject(configOf(node).values))
  if (names.length === 0) return { type: 'any', detail: t('what the step gives') }
  const children = Object.fromEntries(names.map((name) => [name, { type: 'any' }]))
  return { type: 'object', detail: t('what the step gives'), children }
}

const asObject = (value: JsonValue | undefined): { readonly [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
