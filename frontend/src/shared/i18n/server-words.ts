/**
 * What node types, trigger types and credential types of the server say of themselves, in the reader's language. Packages bring
 * types that no catalogue knows: those keep their words.
 */
import { type Language, spoken } from './language'

type Words = Readonly<Record<string, string>>

/** What a form is made of, and what people choose it by. */
type Described = {
  title: string
  description: string
  category?: string
  docs?: string
  config_schema?: object
  fields_schema?: object
}

const LOADERS: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => ({}),
  de: async () => (await import('./german-server')).germanServerWords,
}

/** Of a schema: these hold values, whose texts are data. */
const DATA: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'example', 'examples'])
const SAID: ReadonlySet<string> = new Set(['title', 'description', 'group'])

/** A catalogue that can't be loaded leaves them in English. */
export async function inLanguage<T extends Described>(types: readonly T[]): Promise<readonly T[]> {
  const { language } = spoken()
  const words = await LOADERS[language]().catch(() => ({}))
  return language === 'en' ? types : types.map((type) => translated(type, words))
}

/** Titles, descriptions, categories and the titles of fields; pure. */
export function translated<T extends Described>(type: T, words: Words): T {
  const say = (text: string) => words[text] ?? text
  return {
    ...type,
    title: say(type.title),
    description: say(type.description),
    ...(type.category !== undefined && { category: say(type.category) }),
    ...(type.docs !== undefined && { docs: paragraphsOf(type.docs).map(say).join('\n\n') }),
    ...(type.config_schema && { config_schema: schemaIn(type.config_schema, say) }),
    ...(type.fields_schema && { fields_schema: schemaIn(type.fields_schema, say) }),
  }
}

/** Docstrings break lines at any place: only an empty line ends a paragraph. */
export function paragraphsOf(docs: string): string[] {
  return docs
    .split(/\n\s*\n/)
    .map((text) => text.replace(/\s*\n\s*(?![-*])/g, ' ').trim())
    .filter(Boolean)
}

/** What is said of the kind that a constant names: catalogues write it with a `=` before. */
function labelOf(schema: object, say: (text: string) => string): object {
  if (!('const' in schema) || typeof schema.const !== 'string') return {}
  const label = say(`=${schema.const}`)
  return label.startsWith('=') ? {} : { 'x-label': label }
}

/** What is said of the values of a choice: catalogues write them with a `#` before. */
function labelsOf(schema: object, say: (text: string) => string): object {
  if (!('enum' in schema) || !Array.isArray(schema.enum)) return {}
  const labels = schema.enum.map((value) => [value, say(`#${value}`)] as const)
  const known = labels.filter(([, label]) => !label.startsWith('#'))
  return known.length > 0 ? { 'x-labels': Object.fromEntries(known) } : {}
}

function schemaIn(schema: unknown, say: (text: string) => string): unknown {
  if (Array.isArray(schema)) return schema.map((each) => schemaIn(each, say))
  if (typeof schema !== 'object' || schema === null) return schema
  const said = Object.entries(schema).map(([key, value]) => {
    if (DATA.has(key)) return [key, value]
    if (SAID.has(key) && typeof value === 'string') return [key, say(value)]
    return [key, schemaIn(value, say)]
  })
  return { ...Object.fromEntries(said), ...labelOf(schema, say), ...labelsOf(schema, say) }
}
