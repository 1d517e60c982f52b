/**
 * A JSON value as the lines of a tree, of which only the opened branches exist.
 *
 * Lists longer than a page are cut into pages, so that opening one never makes 100,000 lines.
 */
import type { JsonValue } from '@/shared/api/types'

export type JsonLine = {
  /** JSON pointer, or pointer and page: unique. */
  id: string
  depth: number
  /** Name in its object, or index in its list; null at the root. */
  label: string | null
  kind: 'object' | 'list' | 'page' | 'text' | 'number' | 'boolean' | 'null' | 'blob'
  value: JsonValue
  /** Of a branch: how many are in it. */
  size: number
  isBranch: boolean
  isOpen: boolean
  /** As an expression reads it below the root: `.body.items[0]`. */
  path: string
}

export type BlobReference = {
  $blob: string
  size: number
  media_type?: string
  preview?: JsonValue
}

const PAGE_SIZE = 100
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

export function isBlob(value: unknown): value is BlobReference {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$blob' in value &&
    typeof value.$blob === 'string' &&
    'size' in value
  )
}

type Cursor = { id: string; path: string; label: string | null; depth: number }

/** The lines in sight. `open` holds the ids of the opened branches. */
export function jsonLines(value: JsonValue, open: ReadonlySet<string>): JsonLine[] {
  const lines: JsonLine[] = []
  addLines(lines, value, { id: '', path: '', label: null, depth: 0 }, open)
  return lines
}

function addLines(lines: JsonLine[], value: JsonValue, at: Cursor, open: ReadonlySet<string>) {
  const line = toLine(value, at, open)
  lines.push(line)
  if (!line.isOpen || typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) addItems(lines, value, at, open)
  else {
    for (const [name, child] of Object.entries(value)) {
      addLines(lines, child, memberOf(at, name), open)
    }
  }
}

function toLine(value: JsonValue, at: Cursor, open: ReadonlySet<string>): JsonLine {
  const kind = kindOf(value)
  const size = sizeOf(value, kind)
  const isBranch = size > 0
  return { ...at, kind, value, size, isBranch, isOpen: isBranch && open.has(at.id) }
}

function kindOf(value: JsonValue): JsonLine['kind'] {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return isBlob(value) ? 'blob' : 'object'
  if (typeof value === 'string') return 'text'
  return typeof value === 'number' ? 'number' : 'boolean'
}

function sizeOf(value: JsonValue, kind: JsonLine['kind']): number {
  if (kind === 'list') return (value as JsonValue[]).length
  return kind === 'object' ? Object.keys(value as object).length : 0
}

/** As expressions read a member: `.body`, or `["a-b"]` for a name that can't follow a dot. */
export const memberPath = (path: string, name: string) =>
  path + (IDENTIFIER.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`)

const memberOf = (at: Cursor, name: string): Cursor => ({
  id: `${at.id}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  path: memberPath(at.path, name),
  label: name,
  depth: at.depth + 1,
})

const itemOf = (at: Cursor, index: number, depth: number): Cursor => ({
  id: `${at.id}/${index}`,
  path: `${at.path}[${index}]`,
  label: String(index),
  depth,
})

function addItems(lines: JsonLine[], list: JsonValue[], at: Cursor, open: ReadonlySet<string>) {
  if (list.length <= PAGE_SIZE) {
    list.forEach((child, index) => {
      addLines(lines, child, itemOf(at, index, at.depth + 1), open)
    })
    return
  }
  for (let from = 0; from < list.length; from += PAGE_SIZE) {
    const page = list.slice(from, from + PAGE_SIZE)
    const id = `${at.id}#${from}`
    const isOpen = open.has(id)
    lines.push({
      id,
      depth: at.depth + 1,
      label: `${from} … ${from + page.length - 1}`,
      kind: 'page',
      value: null,
      size: page.length,
      isBranch: true,
      isOpen,
      path: at.path,
    })
    if (!isOpen) continue
    page.forEach((child, index) => {
      addLines(lines, child, itemOf(at, from + index, at.depth + 2), open)
    })
  }
}

/** What is open at first: the top two levels, as long as they are short or have no neighbours. */
export function firstOpen(value: JsonValue): Set<string> {
  const open = new Set([''])
  const lines = jsonLines(value, open)
  for (const line of lines) {
    const isShort = line.size <= 12 || lines.length === 2
    if (line.depth === 1 && line.isBranch && isShort) open.add(line.id)
    if (open.size > 12) break
  }
  return open
}
