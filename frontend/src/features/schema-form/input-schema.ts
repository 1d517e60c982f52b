/** A JSON Schema of flat fields as rows, and back: the simple mode of the schema editor. */

import type { JsonValue } from '@/shared/api/types'
import type { PlainText } from '@/shared/i18n/texts'
import { asSchema, type Schema } from './schema'

export const ROW_TYPES = [
  'string',
  'integer',
  'number',
  'boolean',
  'array',
  'object',
  'any',
] as const
export type RowType = (typeof ROW_TYPES)[number]

export const ROW_TYPE_TITLES: Readonly<Record<RowType, PlainText>> = {
  string: 'Text',
  integer: 'Whole number',
  number: 'Number',
  boolean: 'True or false',
  array: 'List',
  object: 'Object',
  any: 'Anything',
}

export type SchemaRow = {
  name: string
  type: RowType
  required: boolean
  description: string
  /** Shown in the run form and used for previews; text as typed. */
  example: string
  /** All else that the field's schema says, kept as it is. */
  rest: Schema
}

/** Rows for a schema of flat fields; null when it says more than rows can show. */
export function rowsOf(schema: Schema): SchemaRow[] | null {
  const { type, properties, required, ...rest } = schema
  const others = Object.keys(rest).filter(
    (key) => key !== '$schema' && key !== 'additionalProperties',
  )
  if (others.length > 0 || (type !== undefined && type !== 'object')) return null
  const wanted = new Set(Array.isArray(required) ? required : [])
  const rows = Object.entries(asSchema(properties)).map(([name, field]) =>
    rowOf(name, asSchema(field), wanted.has(name)),
  )
  return rows.every((row) => row !== null) ? rows : null
}

function rowOf(name: string, field: Schema, required: boolean): SchemaRow | null {
  const { type, description, examples, ...rest } = field
  const rowType = type === undefined ? 'any' : ROW_TYPES.find((each) => each === type)
  if (!rowType || (type === undefined && Object.keys(rest).length > 0)) return null
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined
  return {
    name,
    type: rowType,
    required,
    description: typeof description === 'string' ? description : '',
    example: exampleText(example),
    rest,
  }
}

const exampleText = (example: unknown) =>
  example === undefined ? '' : typeof example === 'string' ? example : JSON.stringify(example)

/** Rows without a name are left out: they are still being written. */
export function schemaOf(rows: readonly SchemaRow[], before: Schema): { [key: string]: JsonValue } {
  const named = rows.filter((row) => row.name !== '')
  if (named.length === 0) return {}
  const required = named.filter((row) => row.required).map((row) => row.name)
  const extra = before.additionalProperties
  return {
    type: 'object',
    properties: Object.fromEntries(named.map((row) => [row.name, fieldSchema(row)])),
    ...(required.length > 0 && { required }),
    ...(extra !== undefined && { additionalProperties: extra as JsonValue }),
  }
}

function fieldSchema(row: SchemaRow): { [key: string]: JsonValue } {
  const example = exampleValue(row)
  return {
    ...(row.type !== 'any' && { type: row.type }),
    ...(row.description !== '' && { description: row.description }),
    ...(example !== undefined && { examples: [example] }),
    ...(row.rest as { [key: string]: JsonValue }),
  }
}

function exampleValue({ type, example }: SchemaRow): JsonValue | undefined {
  if (example === '') return undefined
  if (type === 'string') return example
  try {
    return JSON.parse(example) as JsonValue
  } catch {
    return example
  }
}

/** A value that fits the schema, from its examples and defaults: for previews before the first run. */
export function exampleOf(raw: Schema, depth = 0): JsonValue {
  const schema = asSchema(raw)
  const [example] = Array.isArray(schema.examples) ? schema.examples : []
  const given = example ?? schema.default ?? schema.const
  if (given !== undefined) return given as JsonValue
  if (Array.isArray(schema.enum)) return schema.enum[0] as JsonValue
  return depth > 6 ? null : exampleByType(schema, depth)
}

function exampleByType(schema: Schema, depth: number): JsonValue {
  switch (schema.type) {
    case 'string':
      return 'text'
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 1
    case 'boolean':
      return true
    case 'array':
      return [exampleOf(asSchema(schema.items), depth + 1)]
    default:
      return Object.fromEntries(
        Object.entries(asSchema(schema.properties)).map(([name, field]) => [
          name,
          exampleOf(asSchema(field), depth + 1),
        ]),
      )
  }
}
