/** Search in a value of any size, a slice at a time, so that nothing on the page waits for it. */
import type { JsonValue } from '@/shared/api/types'
import { memberPath } from './json-lines'

export type JsonFound = {
  /** As expressions read it below the root: `.body.items[0]`. */
  path: string
  text: string
}

const MOST_FOUND = 200
const SLICE = 4_000
const AROUND_CHARS = 60

/** Names and plain values that hold the text, in their order; the first 200. */
export async function searchJson(
  value: JsonValue,
  text: string,
  signal: AbortSignal,
): Promise<JsonFound[]> {
  const wanted = text.toLowerCase()
  const found: JsonFound[] = []
  let count = 0
  for (const place of walk(value)) {
    count += 1
    // The browser draws and answers between two slices.
    if (count % SLICE === 0) await new Promise((resolve) => setTimeout(resolve))
    if (signal.aborted) return []
    const text = foundIn(place, wanted)
    if (text !== null) found.push({ path: place.path, text })
    if (found.length >= MOST_FOUND) break
  }
  return found
}

type Place = { path: string; name: string; value: JsonValue }

/** The text to show; null where it is not found. The root itself has no name. */
function foundIn({ path, name, value }: Place, wanted: string): string | null {
  const shown = typeof value === 'object' ? '' : String(value)
  const isFound = name.toLowerCase().includes(wanted) || shown.toLowerCase().includes(wanted)
  return isFound && path ? excerpt(shown, wanted) : null
}

function* walk(root: JsonValue): Generator<Place> {
  const waiting: Place[] = [{ path: '', name: '', value: root }]
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    yield place
    const children = childrenOf(place)
    for (let index = children.length - 1; index >= 0; index -= 1) {
      const child = children[index]
      if (child) waiting.push(child)
    }
  }
}

function childrenOf({ path, value }: Place): Place[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) {
    return value.map((child, index) => ({ path: `${path}[${index}]`, name: '', value: child }))
  }
  return Object.entries(value).map(([name, child]) => ({
    path: memberPath(path, name),
    name,
    value: child,
  }))
}

function excerpt(text: string, wanted: string): string {
  const at = Math.max(0, text.toLowerCase().indexOf(wanted) - AROUND_CHARS)
  const cut = text.slice(at, at + 2 * AROUND_CHARS + wanted.length)
  return `${at > 0 ? '…' : ''}${cut}${at + cut.length < text.length ? '…' : ''}`
}
