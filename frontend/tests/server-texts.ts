/** What forms and docs show of types that the server describes: what a reader's language should have. */
import { paragraphsOf } from '@/shared/i18n/server-words'

import otherTypes from './fixtures/other-types.json'
import { builtInTypes } from './node-types'

type Json = { readonly [key: string]: unknown }
type Described = { title: string; description: string; category?: string; docs?: string }

const asJson = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {}

/** Titles and help of the fields of a schema, titles of groups, and `=` before the names of variants. */
function* textsOfSchema(schema: Json): Generator<string> {
  for (const model of [schema, ...Object.values(asJson(schema.$defs))]) {
    const variants = asJson(model)
    for (const field of Object.values(asJson(variants.properties))) {
      if (typeof asJson(field).const === 'string') yield `=${asJson(field).const}`
      else yield* textsOfField(resolved(asJson(field), schema))
    }
  }
}

function* textsOfField(field: Json): Generator<string> {
  for (const text of [field.title, field.description, asJson(field['x-ui']).group])
    if (typeof text === 'string') yield text
}

/** As the form reads it: what stands beside a reference wins, and what may be null is the other. */
function resolved(field: Json, root: Json): Json {
  const name = typeof field.$ref === 'string' ? field.$ref.replace('#/$defs/', '') : null
  const { $ref: _, ...beside } = field
  if (name) return { ...asJson(asJson(root.$defs)[name]), ...beside }
  const options = Array.isArray(field.anyOf) ? field.anyOf.map(asJson) : []
  const [only] = options.filter(({ type }) => type !== 'null')
  if (!only || options.length !== 2) return field
  return { ...resolved(only, root), ...field }
}

function textsOf(type: Described, schema: unknown): string[] {
  const { title, description, category, docs = '' } = type
  const said = [title, description, ...(category ? [category] : []), ...paragraphsOf(docs)]
  return [...said, ...textsOfSchema(asJson(schema))]
}

/** Of the built-in node types, trigger types and credential types, each text once. */
export const serverTexts: ReadonlySet<string> = new Set([
  ...builtInTypes.flatMap((type) => textsOf(type, type.config_schema)),
  ...otherTypes.triggers.flatMap((type) => textsOf(type, type.config_schema)),
  ...otherTypes.credentials.flatMap((type) => textsOf(type, type.fields_schema)),
])
