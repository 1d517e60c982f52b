/** What an expression may read, as a tree of names, types and samples. No React. */

import type { JsonValue } from '@/shared/api/types'
import { plural } from '@/shared/i18n/texts'

/** The values themselves, as the engine gets them. */
export type ScopeData = {
  steps: { [nodeId: string]: JsonValue }
  trigger: JsonValue
  vars: { [name: string]: JsonValue }
  env: { [name: string]: JsonValue }
  run: { [name: string]: JsonValue }
} & Partial<LoopData>

/** Of the iteration, in the body of a loop only. */
export type LoopData = {
  item?: JsonValue
  index: number
  key?: string | null
  loop: { [name: string]: JsonValue }
}

export type ScopeEntry = {
  /** As people call it: text, number, list, object, true/false, null, any. */
  type: string
  /** A few words beside the name, as the step's own name or a sample. */
  detail?: string
  children?: Readonly<Record<string, ScopeEntry>>
}

export type ExpressionScope = { root: ScopeEntry; data: ScopeData }

type Schema = Readonly<Record<string, unknown>>

const MAX_DEPTH = 8
const MAX_CHILDREN = 200
const SAMPLE_CHARS = 40

export function entryOfValue(value: JsonValue, depth = 0): ScopeEntry {
  if (value === null || typeof value !== 'object') {
    return { type: typeName(value), detail: sample(value) }
  }
  if (Array.isArray(value)) return entryOfList(value, depth)
  const keys = Object.keys(value)
  const entry = { type: 'object', detail: plural(keys.length, '{count} field', '{count} fields') }
  if (depth >= MAX_DEPTH) return entry
  const children = keys
    .slice(0, MAX_CHILDREN)
    .map((key) => [key, entryOfValue(value[key] ?? null, depth + 1)] as const)
  return { ...entry, children: Object.fromEntries(children) }
}

function entryOfList(value: JsonValue[], depth: number): ScopeEntry {
  const entry = { type: 'list', detail: plural(value.length, '{count} item', '{count} items') }
  const [first] = value
  if (first === undefined || depth >= MAX_DEPTH) return entry
  return { ...entry, children: { '0': entryOfValue(first, depth + 1) } }
}

export function entryOfSchema(raw: Schema, root: Schema = raw, depth = 0): ScopeEntry {
  const schema = follow(raw, root)
  const detail = typeof schema.description === 'string' ? schema.description : undefined
  const entry = { type: schemaTypeName(schema), ...(detail && { detail }) }
  if (depth >= MAX_DEPTH) return entry
  const properties = Object.entries(asRecord(schema.properties))
  if (properties.length > 0) {
    const children = properties.map(
      ([name, each]) => [name, entryOfSchema(asRecord(each), root, depth + 1)] as const,
    )
    return { ...entry, children: Object.fromEntries(children) }
  }
  if (schema.type !== 'array' || !schema.items) return entry
  return { ...entry, children: { '0': entryOfSchema(asRecord(schema.items), root, depth + 1) } }
}

function follow(schema: Schema, root: Schema): Schema {
  if (typeof schema.$ref !== 'string') return schema
  const path = schema.$ref.replace(/^#\//, '').split('/')
  return path.reduce<Schema>((at, key) => asRecord(at[key]), root)
}

const asRecord = (value: unknown): Schema =>
  typeof value === 'object' && value !== null ? (value as Schema) : {}

/** What was seen wins over what was declared; declared names that were not seen stay. */
export function mergeEntries(declared: ScopeEntry | undefined, seen: ScopeEntry | undefined) {
  if (!declared || !seen) return seen ?? declared ?? { type: 'any' }
  const names = new Set([
    ...Object.keys(declared.children ?? {}),
    ...Object.keys(seen.children ?? {}),
  ])
  const children: Record<string, ScopeEntry> = {}
  for (const name of names) {
    children[name] = mergeEntries(declared.children?.[name], seen.children?.[name])
  }
  const merged: ScopeEntry = { ...declared, ...seen }
  return names.size > 0 ? { ...merged, children } : merged
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'true/false',
  array: 'list',
  object: 'object',
  null: 'null',
}

const typeName = (value: JsonValue) =>
  value === null ? 'null' : (TYPE_NAMES[Array.isArray(value) ? 'array' : typeof value] ?? 'any')

const schemaTypeName = (schema: Schema) =>
  typeof schema.type === 'string' ? (TYPE_NAMES[schema.type] ?? 'any') : 'any'

function sample(value: JsonValue): string {
  const shown = JSON.stringify(value)
  return shown.length > SAMPLE_CHARS ? `${shown.slice(0, SAMPLE_CHARS)}…` : shown
}

/** `["a-b"]` for names that can't follow a dot. */
export function memberText(name: string): string {
  if (/^\d+$/.test(name)) return `[${name}]`
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

/** The entry at a path of names; undefined when nothing is known of it. */
export function entryAt(root: ScopeEntry, path: readonly string[]): ScopeEntry | undefined {
  return path.reduce<ScopeEntry | undefined>(
    (entry, name) =>
      entry?.children?.[name] ?? (/^\d+$/.test(name) ? entry?.children?.['0'] : undefined),
    root,
  )
}
