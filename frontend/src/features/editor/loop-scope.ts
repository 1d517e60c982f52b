/** What the steps of a body read of their loop: `item`, `index`, `key` and `loop`. */

import { entryOfValue, type LoopData, mergeEntries, type ScopeEntry } from '@/features/expression'
import type { JsonValue, StepRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { configOf, type GraphNode } from './document/graph'

type Values = { [name: string]: JsonValue }

/** Loops from the outermost to the innermost, each in its first iteration; null outside of loops. */
export function loopData(
  loops: readonly GraphNode[],
  steps: readonly StepRead[],
  roots: Values,
): LoopData | null {
  let loop: LoopData | null = null
  for (const container of loops) loop = iterationOf(container, loop, steps, roots)
  return loop
}

function iterationOf(
  container: GraphNode,
  outer: LoopData | null,
  steps: readonly StepRead[],
  roots: Values,
): LoopData {
  const around = outer && { outer: outer.loop }
  const given = givenTo(container, steps, roots)
  if (container.type !== 'for_each') {
    const prev = given.initial ?? null
    const item = outer && 'item' in outer ? { item: outer.item, key: outer.key ?? null } : {}
    return { ...item, index: 0, loop: { prev, index: 0, ...around } }
  }
  const [key, item] = firstOf(given.items)
  const known = item === undefined ? {} : { item, key }
  return { ...known, index: 0, loop: { ...known, index: 0, ...around } }
}

/** The config as the last run had it, else what can be read off it. */
function givenTo(container: GraphNode, steps: readonly StepRead[], roots: Values): Values {
  const ran = steps.find((step) => step.node_id === container.id)?.input
  if (isObject(ran)) return ran
  const config = configOf(container)
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, readOff(value, roots)]),
  )
}

const PATH = /^\s*\{\{\s*([\w$]+(?:\.[\w$]+)*)\s*\}\}\s*$/

/** Of a template that is a path and nothing else, what is there; any other value is itself. */
function readOff(value: JsonValue, roots: Values): JsonValue {
  const path = typeof value === 'string' ? PATH.exec(value)?.[1] : undefined
  if (path === undefined) return value
  return path
    .split('.')
    .reduce<JsonValue>((at, name) => (isObject(at) ? (at[name] ?? null) : null), roots)
}

function firstOf(items: JsonValue | undefined): [key: string | null, item: JsonValue | undefined] {
  if (Array.isArray(items)) return [null, items[0]]
  const [first] = isObject(items) ? Object.entries(items) : []
  return first ?? [null, undefined]
}

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names for completion, with what is known of them. */
export function loopEntries(
  loops: readonly GraphNode[],
  data: LoopData | null,
): Record<string, ScopeEntry> {
  const innermost = loops.at(-1)
  if (!innermost || !data) return {}
  const entries: Record<string, ScopeEntry> = {
    index: { type: 'number', detail: t('of the iteration, from 0') },
    loop: loopEntry(loops, data.loop),
  }
  if (!loops.some((loop) => loop.type === 'for_each')) return entries
  return {
    item: named(data.item, t('of this iteration')),
    key: { type: 'text', detail: t('of the item, in an object') },
    ...entries,
  }
}

function loopEntry(loops: readonly GraphNode[], values: Values): ScopeEntry {
  const outer = loops.slice(0, -1)
  const isEach = loops.at(-1)?.type === 'for_each'
  const own: Record<string, ScopeEntry> = isEach
    ? { item: named(values.item, t('of this iteration')), key: { type: 'text' } }
    : { prev: named(values.prev, t('what the iteration before left')) }
  const around = isObject(values.outer) ? values.outer : {}
  return {
    type: 'object',
    detail: t('the loop around this step'),
    children: {
      index: { type: 'number', detail: t('from 0') },
      ...own,
      ...(outer.length > 0 && { outer: loopEntry(outer, around) }),
    },
  }
}

const named = (value: JsonValue | undefined, detail: string): ScopeEntry =>
  value === undefined || value === null
    ? { type: 'any', detail }
    : mergeEntries({ type: 'any', detail }, entryOfValue(value))
