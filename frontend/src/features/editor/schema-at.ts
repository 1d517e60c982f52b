/** JSON Schemas of outputs that stand in a config, or belong to what is chosen in it. No React. */
import type { JsonValue } from '@/shared/api/types'

type Found = { [key: string]: JsonValue }

const isObject = (value: JsonValue | undefined): value is Found =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const unescaped = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~')

/** At a JSON pointer in which `*` is the first of whatever is there; `root` is where its references begin. */
export function schemaAt(config: Found, pattern: string): { schema: Found; root: Found } | null {
  const [first = '', ...rest] = pattern.split('/').slice(1).map(unescaped)
  const root = config[first]
  const schema = rest.reduce<JsonValue | undefined>(
    (at, token) => (isObject(at) ? (token === '*' ? Object.values(at)[0] : at[token]) : undefined),
    root,
  )
  return isObject(schema) && isObject(root) ? { schema, root } : null
}

/** What the forms that a config chooses say of the output (`x-output` of a variant), by its parts. */
export function outputsOfChosen(schema: Found, config: Found): [name: string, schema: Found][] {
  const definitions = objectIn(schema, '$defs')
  return Object.entries(objectIn(schema, 'properties')).flatMap(([field, union]) => {
    const { propertyName, mapping } = objectIn(union, 'discriminator')
    const chosen = objectIn(config, field)[String(propertyName)]
    const reference = objectIn({ mapping: mapping ?? null }, 'mapping')[String(chosen)]
    const variant = objectIn(definitions, String(reference).replace('#/$defs/', ''))
    return Object.entries(objectIn(variant, 'x-output')).filter(isNamedObject)
  })
}

function objectIn(value: JsonValue | undefined, key: string): Found {
  const found = isObject(value) ? value[key] : undefined
  return isObject(found) ? found : {}
}

const isNamedObject = (entry: [string, JsonValue]): entry is [string, Found] => isObject(entry[1])
