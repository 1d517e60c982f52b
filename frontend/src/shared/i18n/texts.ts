/**
 * Texts in the reader's language. The English text is the key, so it is where it is read, in the chunk of its
 * page; a text that the German catalogue lacks is a type error. What follows a `|` tells two meanings of
 * one English word apart, as in `Run|verb`, and is not shown.
 */
import type { german } from './german'
import { spoken } from './language'

type German = typeof german
type Key = keyof German & string

/** Keys with forms for one and for many. */
type ManyKey = { [K in Key]: German[K] extends string ? never : K }[Key]

/** Every text of one form. */
export type Text = Exclude<Key, ManyKey>

type NamesIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends NoName ? never : Name) | NamesIn<Rest>
  : never

/** Braces that are meant as such. */
type NoName = '' | '…' | `${string} ${string}`

export type ValuesOf<K extends string, Value = string | number> = [NamesIn<K>] extends [never]
  ? []
  : [values: { [N in NamesIn<K>]: Value }]

/** A text without values, as tables of constants hold it: `t` says it when it is shown. */
export type PlainText = { [K in Text]: [NamesIn<K>] extends [never] ? K : never }[Text]

/** The text in the language that is spoken now. Never call it while a module loads. */
export function t<K extends Text>(key: K, ...[values]: ValuesOf<K>): string {
  return fill(templateOf(key), values)
}

/** The form for a count: `plural(3, '{count} step', '{count} steps')`; the second is the key. */
export function plural<K extends ManyKey>(
  count: number,
  one: string,
  many: K,
  ...[values]: [Exclude<NamesIn<K>, 'count'>] extends [never]
    ? []
    : [values: { [N in Exclude<NamesIn<K>, 'count'>]: string | number }]
): string {
  const { language, catalogue } = spoken()
  const entry = catalogue[many]
  const found =
    typeof entry === 'object'
      ? (entry[new Intl.PluralRules(language).select(count)] ?? entry.other)
      : undefined
  return fill(found ?? (count === 1 ? one : many), { count, ...values })
}

/** The text with its places still open. */
export function templateOf(key: string): string {
  const entry = spoken().catalogue[key]
  return typeof entry === 'string' ? entry : (key.split('|')[0] ?? key)
}

function fill(template: string, values?: Record<string, string | number>): string {
  if (!values) return template
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name]
    return typeof value === 'number' ? formatNumber(value) : (value ?? place)
  })
}

const formats = new Map<string, Intl.NumberFormat>()

/** `1,200` or `1.200`; with `digits`, exactly so many behind the point. Making a format takes far longer than using it. */
export function formatNumber(value: number, digits?: number): string {
  const { language } = spoken()
  const key = language + digits
  const known = formats.get(key)
  if (known) return known.format(value)
  const made = new Intl.NumberFormat(
    language,
    digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits },
  )
  formats.set(key, made)
  return made.format(value)
}

/** Options of a list, with their labels said. */
export const labelled = <Option extends { label: PlainText }>(options: readonly Option[]) =>
  options.map((option) => ({ ...option, label: t(option.label) }))
