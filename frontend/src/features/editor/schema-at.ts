/** The JSON Schema that stands somewhere in a config. No React. */
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
