/**
 * Reading the URL's search parameters: what makes no sense is left out, never an error.
 *
 * Each reader takes its own answer again unchanged, since the router writes it back and reads it once
 * more: so a flag takes `true`, `1` and `"1"`.
 */

export type SearchParams = Readonly<Record<string, unknown>>

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/
const DAY = /^\d{4}-\d\d-\d\d$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function readFlag(value: unknown): true | undefined {
  return value === true || value === 1 || value === '1' || value === 'true' ? true : undefined
}

/** The router reads `?search=42` as a number. */
export function readText(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return String(value).trim().slice(0, maxLength) || undefined
}

export function readUuid(value: unknown): string | undefined {
  return typeof value === 'string' && UUID.test(value) ? value : undefined
}

/** A moment, as the server takes it. */
export function readTime(value: unknown): string | undefined {
  const moment = typeof value === 'string' && MOMENT.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString()
}

/** As the browser's date fields give it. */
export const readDay = (value: unknown): string | undefined =>
  typeof value === 'string' && DAY.test(value) ? value : undefined

/** Those of `known` that are named, in the order of `known`; undefined for none. */
export function readSome<T extends string>(value: unknown, known: readonly T[]): T[] | undefined {
  const named: readonly unknown[] = Array.isArray(value) ? value : [value]
  const found = known.filter((each) => named.includes(each))
  return found.length > 0 ? found : undefined
}

/** `readSome` for one. */
export function readOne<T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find((each) => each === value)
}
