/** What a value is made of: names and types instead of what is in them. */
import type { JsonValue } from '@/shared/api/types'
import { isBlob } from './json-lines'

const SAMPLE = 50
const MOST_NAMES = 500
const DEEPEST = 12

/** A list has one item: all that its first items have, together. */
export function shapeOf(value: JsonValue, depth = 0): JsonValue {
  if (value === null) return 'null'
  if (isBlob(value)) return 'large value'
  if (Array.isArray(value)) {
    if (value.length === 0 || depth > DEEPEST) return 'list'
    return [
      value
        .slice(0, SAMPLE)
        .map((item) => shapeOf(item, depth + 1))
        .reduce(merged),
    ]
  }
  if (typeof value !== 'object') return WORDS[typeof value] ?? 'any'
  if (depth > DEEPEST) return 'object'
  const names = Object.keys(value).slice(0, MOST_NAMES)
  return Object.fromEntries(names.map((name) => [name, shapeOf(value[name] ?? null, depth + 1)]))
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  boolean: 'true/false',
}

const isRecord = (value: JsonValue): value is { [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function merged(a: JsonValue, b: JsonValue): JsonValue {
  if (isRecord(a) && isRecord(b)) return mergedRecords(a, b)
  if (Array.isArray(a) && Array.isArray(b)) return [merged(a[0] ?? 'null', b[0] ?? 'null')]
  return typeof a === 'string' && typeof b === 'string' ? mergedWords(a, b) : knownOf(a, b)
}

function mergedRecords(a: { [name: string]: JsonValue }, b: { [name: string]: JsonValue }) {
  const both = { ...a }
  for (const [name, each] of Object.entries(b)) {
    const known = both[name]
    both[name] = known === undefined ? each : merged(known, each)
  }
  return both
}

/** Of a branch and a word, the branch: it says more. */
const knownOf = (a: JsonValue, b: JsonValue) => (typeof a === 'string' ? b : a)

function mergedWords(a: string, b: string): string {
  const words = new Set([...a.split(' or '), ...b.split(' or ')])
  if (words.size > 1) words.delete('null')
  return [...words].join(' or ')
}
