/** What an operation of an imported OpenAPI document takes, as schemas for fields. No React. */
import type { FormValue } from './fields'
import { asSchema, listOf, resolve, type Schema } from './schema'

export type Operation = { method: string; path: string; described: Schema }

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']

/** The one that the step names, by its `operationId` or as `GET /orders/{id}`. */
export function operationOf(specification: Schema, name: unknown): Operation | null {
  for (const [path, item] of Object.entries(asSchema(specification.paths))) {
    for (const method of METHODS) {
      const described = asSchema(item)[method]
      if (described === undefined) continue
      const found = { method: method.toUpperCase(), path, described: asSchema(described) }
      if (found.described.operationId === name || `${found.method} ${path}` === name) return found
    }
  }
  return null
}

/** An object with a field for each parameter; null: there is no such operation. */
export function parametersSchema(siblings: FormValue): Schema | null {
  const root = asSchema(siblings.specification)
  const operation = operationOf(root, siblings.operation)
  if (!operation) return null
  const shared = asSchema(asSchema(root.paths)[operation.path]).parameters
  const listed = [...listOf(shared), ...listOf(operation.described.parameters)]
    .map((each) => resolve(each, root))
    .filter(({ name }) => typeof name === 'string')
  const fields = listed.map((each) => [String(each.name), fieldSchema(each)] as const)
  const required = listed.filter((each) => each.required === true).map(({ name }) => name)
  return { type: 'object', properties: Object.fromEntries(fields), required }
}

/** By the name that the other side knows it by. */
const fieldSchema = ({ name, description, schema }: Schema): Schema => ({
  ...asSchema(schema),
  title: name,
  ...(typeof description === 'string' && { description }),
})

export type Body = { schema: Schema | null; required: boolean }

/** Null: the operation takes none. */
export function bodyOf(siblings: FormValue): Body | null {
  const root = asSchema(siblings.specification)
  const operation = operationOf(root, siblings.operation)
  const body = resolve(asSchema(operation?.described.requestBody), root)
  const [media] = Object.values(asSchema(body.content))
  if (!media) return null
  const schema = resolve(asSchema(asSchema(media).schema), root)
  const hasFields = Object.keys(asSchema(schema.properties)).length > 0
  return { schema: hasFields ? schema : null, required: body.required === true }
}
