/** JSON Schema, as Pydantic writes it, read into the shapes that a form can show. No React. */
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'

export type Schema = { readonly [key: string]: unknown }

/** `x-ui` of a field: the server's closed set of keys. */
export type Hint = {
  widget?: string
  group?: string
  order?: number
  placeholder?: string
  unit?: string
  language?: string
  multiline?: boolean
  step?: number
  show_if?: Readonly<Record<string, JsonValue>>
  expression?: 'allow' | 'only' | 'never' | 'each'
  each?: string
  /** Of a choice: value → what is said beside it. */
  labels?: Readonly<Record<string, string>>
  secret?: boolean
  /** With the widget `credential`: types that fit, as `bearer|basic`. */
  credential_type?: string
  /** A secret may be kept elsewhere, and the field then say where. */
  references?: boolean
  /** A list of the server's that offers values, as `models`. */
  options_from?: string
  advanced?: boolean
  docs?: string
}

type Variant = { value: string; title: string; schema: Schema }

export type Shape =
  | { kind: 'text' }
  | { kind: 'number'; integer: boolean }
  | { kind: 'boolean' }
  /** `labels`: of values that the reader's language has a word for. */
  | { kind: 'choice'; values: readonly JsonValue[]; labels: Readonly<Record<string, string>> }
  | { kind: 'list'; items: Schema }
  | { kind: 'objects'; items: Schema }
  | { kind: 'object'; schema: Schema }
  | { kind: 'map'; values: Schema }
  | { kind: 'union'; property: string; variants: readonly Variant[] }
  | { kind: 'json' }

export type Field = {
  name: string
  title: string
  description: string
  schema: Schema
  shape: Shape
  hint: Hint
  required: boolean
  /** Null is a value of its own, beside those of the shape. */
  nullable: boolean
  defaultValue: JsonValue | undefined
}

export const asSchema = (value: unknown): Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {}

/** Follow `$ref`; what stands beside it, as a title or a hint, wins. */
export function resolve(schema: Schema, root: Schema): Schema {
  if (typeof schema.$ref !== 'string') return schema
  const path = schema.$ref.replace(/^#\//, '').split('/')
  const target = path.reduce<Schema>((at, key) => asSchema(at[key]), root)
  const { $ref: _, ...beside } = schema
  return { ...resolve(target, root), ...beside }
}

/** One field of an object schema. */
export function fieldOf(name: string, raw: Schema, root: Schema, required: boolean): Field {
  const { schema, nullable } = withoutNull(resolve(raw, root), root)
  return {
    name,
    title: text(schema.title) || titleFrom(name),
    description: text(schema.description),
    schema,
    shape: (nullable && openChoiceOf(schema)) || shapeOf(schema, root),
    hint: asSchema(schema['x-ui']) as Hint,
    required,
    nullable,
    defaultValue: schema.default as JsonValue | undefined,
  }
}

/** `anyOf: [X, null]` is X that may be null. */
function withoutNull(schema: Schema, root: Schema): { schema: Schema; nullable: boolean } {
  const options = listOf(schema.anyOf)
  const rest = options.filter((option) => option.type !== 'null')
  const [only] = rest
  const nullable = rest.length < options.length
  if (!nullable || rest.length !== 1 || !only) return { schema, nullable }
  const { anyOf: _, ...beside } = schema
  return { schema: { ...resolve(only, root), ...beside }, nullable }
}

/** What kind of control a schema needs; `json` for whatever has no simpler one. */
export function shapeOf(schema: Schema, root: Schema): Shape {
  return unionOf(schema, root) ?? choiceOf(schema) ?? typedShape(schema, root) ?? { kind: 'json' }
}

function typedShape(schema: Schema, root: Schema): Shape | null {
  switch (schema.type) {
    case 'string':
      return { kind: 'text' }
    case 'number':
    case 'integer':
      return { kind: 'number', integer: schema.type === 'integer' }
    case 'boolean':
      return { kind: 'boolean' }
    case 'array':
      return arrayShape(schema, root)
    case 'object':
      return objectShape(schema)
    default:
      return isTextOrMore(schema) ? { kind: 'text' } : null
  }
}

/** Text, or a stored blob that only an expression can give: shown as text. */
const isTextOrMore = (schema: Schema) =>
  listOf(schema.anyOf).some((option) => option.type === 'string')

function arrayShape(schema: Schema, root: Schema): Shape {
  const items = resolve(asSchema(schema.items), root)
  if (items.type === 'object' && items.properties) return { kind: 'objects', items }
  return isScalar(items) ? { kind: 'list', items } : { kind: 'json' }
}

const SCALARS: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'null'])

const isScalar = (schema: Schema): boolean =>
  SCALARS.has(schema.type) ||
  (listOf(schema.anyOf).length > 0 && listOf(schema.anyOf).every(isScalar))

function objectShape(schema: Schema): Shape {
  if (schema.properties) return { kind: 'object', schema }
  return { kind: 'map', values: asSchema(schema.additionalProperties) }
}

/** Yes, no, or left open: a switch has two positions alone. */
function openChoiceOf(schema: Schema): Shape | null {
  if (schema.type !== 'boolean') return null
  const labels = { null: t('not set'), true: t('On'), false: t('Off') }
  return { kind: 'choice', values: [null, true, false], labels }
}

function choiceOf(schema: Schema): Shape | null {
  const own = asSchema(asSchema(schema['x-ui']).labels)
  const labels = { ...own, ...asSchema(schema['x-labels']) } as Readonly<Record<string, string>>
  if (Array.isArray(schema.enum))
    return { kind: 'choice', values: schema.enum as JsonValue[], labels }
  if (schema.const !== undefined)
    return { kind: 'choice', values: [schema.const as JsonValue], labels }
  return null
}

/** A choice of objects that say which they are by a constant property. */
function unionOf(schema: Schema, root: Schema): Shape | null {
  const options = listOf(schema.oneOf ?? schema.anyOf).map((option) => resolve(option, root))
  const property = text(asSchema(schema.discriminator).propertyName) || commonConstant(options)
  if (options.length < 2 || !property) return null
  const variants = options.map((option) => {
    const kind = asSchema(asSchema(option.properties)[property])
    const value = String(kind.const ?? '')
    return { value, title: text(kind['x-label']) || titleFrom(value), schema: option }
  })
  return variants.every((variant) => variant.value) ? { kind: 'union', property, variants } : null
}

function commonConstant(options: readonly Schema[]): string {
  const [first] = options
  const names = Object.keys(asSchema(first?.properties))
  const isConstant = (option: Schema, name: string) =>
    asSchema(asSchema(option.properties)[name]).const !== undefined
  return names.find((name) => options.every((option) => isConstant(option, name))) ?? ''
}

export function listOf(value: unknown): Schema[] {
  return Array.isArray(value) ? value.map(asSchema) : []
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** `expect_status` → `Expect status`. */
export function titleFrom(name: string): string {
  const words = name.replaceAll('_', ' ').trim()
  return words === 'json' ? 'JSON' : words.charAt(0).toUpperCase() + words.slice(1)
}
