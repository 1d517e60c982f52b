/** The fields of an object schema: in their order, in groups, and which of them show. */
import type { JsonValue } from '@/shared/api/types'
import { asSchema, type Field, fieldOf, resolve, type Schema } from './schema'

export type FormValue = { readonly [field: string]: JsonValue }

export type FieldGroups = {
  /** Without a group, then group by group in the order of their first fields. */
  groups: { name: string; fields: Field[] }[]
  advanced: Field[]
}

/** All fields, ordered by their hint and then as they are declared. */
export function fieldsOf(raw: Schema, root: Schema): Field[] {
  const schema = resolve(raw, root)
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  return Object.entries(asSchema(schema.properties))
    .map(([name, each]) => fieldOf(name, asSchema(each), root, required.has(name)))
    .map((field, index) => ({ field, order: field.hint.order ?? 1_000 + index }))
    .sort((a, b) => a.order - b.order)
    .map(({ field }) => field)
}

export function groupFields(fields: readonly Field[], value: FormValue): FieldGroups {
  const shown = fields.filter((field) => isShown(field, fields, value))
  const plain = shown.filter((field) => !field.hint.advanced)
  const names = [...new Set(['', ...plain.map((field) => field.hint.group ?? '')])]
  return {
    groups: names
      .map((name) => ({ name, fields: plain.filter((each) => (each.hint.group ?? '') === name) }))
      .filter((group) => group.fields.length > 0),
    advanced: shown.filter((field) => field.hint.advanced),
  }
}

/** `show_if`: each sibling named has the value, or one of the values, given. */
export function isShown(field: Field, siblings: readonly Field[], value: FormValue): boolean {
  return Object.entries(field.hint.show_if ?? {}).every(([name, wanted]) => {
    const sibling = siblings.find((each) => each.name === name)
    const actual = value[name] ?? sibling?.defaultValue
    return Array.isArray(wanted) ? wanted.some((each) => each === actual) : wanted === actual
  })
}

/** The object with a field set; a value that equals the default of an optional field is left out. */
export function withField(value: FormValue, field: Field, next: JsonValue | undefined): FormValue {
  const { [field.name]: _, ...rest } = value
  if (next === undefined) return rest
  const isDefault = !field.required && sameJson(next, field.defaultValue)
  if (isDefault) return rest
  // Keeps the place of a field that was there, so that a document's text does not jump.
  return field.name in value ? { ...value, [field.name]: next } : { ...rest, [field.name]: next }
}

export const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** A first value for a schema that has none: what is required, filled with what is plainest. */
export function initialValue(raw: Schema, root: Schema): JsonValue {
  const field = fieldOf('', raw, root, true)
  if (field.defaultValue !== undefined) return field.defaultValue
  const example = Array.isArray(field.schema.examples) ? field.schema.examples[0] : undefined
  if (example !== undefined) return example as JsonValue
  return plainest(field, root)
}

function plainest({ shape }: Field, root: Schema): JsonValue {
  switch (shape.kind) {
    case 'text':
      return ''
    case 'number':
      return 0
    case 'boolean':
      return false
    case 'choice':
      return shape.values[0] ?? ''
    case 'list':
    case 'objects':
      return []
    case 'map':
      return {}
    case 'object':
      return initialObject(shape.schema, root)
    case 'union':
      return variantValue(shape, shape.variants[0]?.value ?? '', root)
    case 'json':
      return null
  }
}

/** Required fields only. */
export function initialObject(schema: Schema, root: Schema): { [key: string]: JsonValue } {
  const required = fieldsOf(schema, root).filter((field) => field.required)
  return Object.fromEntries(required.map((field) => [field.name, initialValue(field.schema, root)]))
}

/** A fresh value of one variant of a union. */
export function variantValue(
  shape: Extract<Field['shape'], { kind: 'union' }>,
  variant: string,
  root: Schema,
): JsonValue {
  const found = shape.variants.find((each) => each.value === variant)
  const rest = found ? initialObject(found.schema, root) : {}
  return { [shape.property]: variant, ...rest }
}
