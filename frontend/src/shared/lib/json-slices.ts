/**
 * Reading and writing JSON of many megabytes, a slice at a time, so that nothing on the page waits for it.
 *
 * Not in a worker: handing a large value over takes the page as long as parsing it at once.
 */
import type { JsonValue } from '@/shared/api/types'

const SLICE_MS = 12
/** Characters that are parsed at once: far less than a slice. */
const PIECE = 65_536
/** Below this, values are parsed whole, whatever their size. */
const DEEPEST = 64

/** Let the work go on until it is done; between two slices the browser draws and answers. */
export async function inSlices<T>(
  work: Generator<unknown, T>,
  signal: AbortSignal,
  sliceMs = SLICE_MS,
): Promise<T> {
  let until = performance.now() + sliceMs
  for (;;) {
    signal.throwIfAborted()
    const { done, value } = work.next()
    if (done) return value
    if (performance.now() < until) continue
    await new Promise((resolve) => setTimeout(resolve))
    until = performance.now() + sliceMs
  }
}

/** `JSON.parse` in steps. */
export function* parseSteps(text: string): Generator<void, JsonValue> {
  const [value, end] = yield* valueAt(text, pastSpace(text, 0), 0)
  if (pastSpace(text, end) < text.length) throw new SyntaxError(`Not JSON at ${end}`)
  return value
}

type Read = [value: JsonValue, end: number]

function* valueAt(text: string, at: number, depth: number): Generator<void, Read> {
  const end = endOf(text, at, at + PIECE)
  if (end !== null) return [JSON.parse(text.slice(at, end)), end]
  const isContainer = text[at] === '[' || text[at] === '{'
  if (isContainer && depth < DEEPEST) return yield* membersAt(text, at, depth)
  const far = endOf(text, at, text.length) ?? text.length
  return [JSON.parse(text.slice(at, far)), far]
}

/** A list or an object, its small members by the piece and each large one by itself. */
function* membersAt(text: string, at: number, depth: number): Generator<void, Read> {
  const members = new Members(text[at] === '[')
  let from = at + 1
  let next = pastSpace(text, from)
  while (text[next] !== members.close) {
    const start = members.valueAt(text, next)
    const end = endOf(text, start, start + PIECE)
    if (end === null) {
      members.take(text.slice(from, next))
      const [value, far] = yield* valueAt(text, start, depth + 1)
      members.add(text, next, value)
      next = pastComma(text, far, members.close)
      from = next
    } else {
      next = pastComma(text, end, members.close)
      if (next - from < PIECE && text[next] !== members.close) continue
      members.take(text.slice(from, next))
      from = next
      yield
    }
  }
  return [members.value, next + 1]
}

/** What a list or an object has so far. */
class Members {
  readonly isList: boolean
  readonly close: ']' | '}'
  #items: JsonValue[] = []
  #entries: [string, JsonValue][] = []

  constructor(isList: boolean) {
    this.isList = isList
    this.close = isList ? ']' : '}'
  }

  /** Some members as they stand, with or without their last comma. */
  take(text: string) {
    const piece = text.trimEnd().replace(/,$/, '')
    if (this.isList) {
      for (const each of JSON.parse(`[${piece}]`)) this.#items.push(each)
    } else {
      const part = JSON.parse(`{${piece}}`) as { [name: string]: JsonValue }
      for (const entry of Object.entries(part)) this.#entries.push(entry)
    }
  }

  /** One whose name, in an object, stands at `at`. */
  add(text: string, at: number, value: JsonValue) {
    if (this.isList) this.#items.push(value)
    else this.#entries.push([JSON.parse(text.slice(at, pastText(text, at))), value])
  }

  /** Where the value of the member begins that begins at `at`. */
  valueAt = (text: string, at: number) => (this.isList ? at : pastName(text, at))

  /** Not by assignment: `__proto__` is a name like any other. */
  get value(): JsonValue {
    return this.isList ? this.#items : Object.fromEntries(this.#entries)
  }
}

function pastComma(text: string, at: number, close: string): number {
  const next = pastSpace(text, at)
  if (text[next] === ',') return pastSpace(text, next + 1)
  if (text[next] !== close) throw new SyntaxError(`Not JSON at ${next}`)
  return next
}

/** Where the value of the member begins whose name is here. */
function pastName(text: string, at: number): number {
  const colon = pastSpace(text, text[at] === '"' ? pastText(text, at) : at)
  if (text[colon] !== ':') throw new SyntaxError(`Not JSON at ${colon}`)
  return pastSpace(text, colon + 1)
}

function pastSpace(text: string, at: number): number {
  let next = at
  while (next < text.length && text.charCodeAt(next) <= 32) next += 1
  return next
}

/** Past the closing quote. */
function pastText(text: string, at: number): number {
  let quote = text.indexOf('"', at + 1)
  while (quote >= 0 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1)
  return quote < 0 ? text.length : quote + 1
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text[at - 1 - slashes] === '\\') slashes += 1
  return slashes % 2 === 1
}

/** Past the value that begins here; null when that is behind `limit`. */
function endOf(text: string, at: number, limit: number): number | null {
  let depth = 0
  let next = at
  while (next < text.length && next <= limit) {
    const step = STEPS[text.charAt(next)]
    next = step === undefined ? pastScalar(text, next) : next + 1
    depth += step ?? 0
    if (depth <= 0 && step !== 0) return atMost(limit, next)
  }
  if (next <= limit) throw new SyntaxError('The JSON is cut off')
  return null
}

const atMost = (limit: number, at: number) => (at > limit ? null : at)

/** How far each sign leads in or out; what stands between values leads nowhere. */
const STEPS: Readonly<Record<string, number>> = {
  '[': 1,
  '{': 1,
  ']': -1,
  '}': -1,
  ',': 0,
  ':': 0,
  ' ': 0,
  '\n': 0,
  '\r': 0,
  '\t': 0,
}

/** Past a text, a number, `true`, `false` or `null`. */
function pastScalar(text: string, at: number): number {
  if (text[at] === '"') return pastText(text, at)
  let next = at + 1
  while (next < text.length && STEPS[text[next] ?? ''] === undefined) next += 1
  return next
}

/** The lines of `JSON.stringify(value, null, 2)`, put into `lines` step by step. */
export const writeSteps = (value: JsonValue, lines: string[]) =>
  write(value, lines, { indent: '', before: '', after: '' })

type Place = { indent: string; before: string; after: string }

function* write(value: JsonValue, lines: string[], place: Place): Generator<void, void> {
  const indent = `${place.indent}  `
  if (Array.isArray(value) && value.length > 0) {
    lines.push(`${place.indent}${place.before}[`)
    for (const [index, each] of value.entries()) {
      yield* write(each, lines, { indent, before: '', after: comma(index, value.length) })
    }
    lines.push(`${place.indent}]${place.after}`)
    return
  }
  const entries = isObject(value) ? Object.entries(value) : []
  if (entries.length === 0) {
    lines.push(place.indent + place.before + JSON.stringify(value) + place.after)
    if (lines.length % 64 === 0) yield
    return
  }
  lines.push(`${place.indent}${place.before}{`)
  for (const [index, [name, each]] of entries.entries()) {
    const before = `${JSON.stringify(name)}: `
    yield* write(each, lines, { indent, before, after: comma(index, entries.length) })
  }
  lines.push(`${place.indent}}${place.after}`)
}

const comma = (index: number, size: number) => (index < size - 1 ? ',' : '')

const isObject = (value: JsonValue): value is { [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
