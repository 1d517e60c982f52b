/** What could come next at a place in an expression. Pure: the editor only shows it. */
import { type PlainText, t } from '@/shared/i18n/texts'
import { entryAt, memberText, type ScopeEntry } from './scope'
import { templateParts } from './template'

export type Suggestion = {
  label: string
  /** What is put in place of what was typed. */
  insert: string
  detail: string
  kind: 'name' | 'method' | 'global'
}

export type Suggestions = {
  /** Where what was typed begins; the dot before it included when a name can't follow one. */
  from: number
  suggestions: Suggestion[]
}

const PATH =
  /([A-Za-z_$][\w$]*(?:\s*\??\.\s*[A-Za-z_$][\w$]*|\s*(?:\?\.)?\[(?:\d+|"[^"]*"|'[^']*')\])*)\s*(\?\.|\.)\s*([\w$]*)$/
const NAME = /(^|[^\w$.])([A-Za-z_$][\w$]*)?$/

const GLOBALS: readonly (readonly [string, PlainText])[] = [
  ['Math', 'numbers'],
  ['JSON', 'parse and stringify'],
  ['Object', 'keys, values, entries'],
  ['Array', 'isArray, from'],
  ['Date', 'times'],
  ['Number', 'to a number'],
  ['String', 'to text'],
  ['Boolean', 'to true or false'],
]

const METHODS: Readonly<Record<string, readonly string[]>> = {
  text: [
    'length',
    'trim()',
    'toUpperCase()',
    'toLowerCase()',
    'includes()',
    'startsWith()',
    'split()',
    'replaceAll()',
    'slice()',
  ],
  list: [
    'length',
    'map()',
    'filter()',
    'find()',
    'some()',
    'every()',
    'reduce()',
    'includes()',
    'join()',
    'slice()',
    'at()',
  ],
  number: ['toFixed()', 'toString()'],
}

/** Null: the place is not in an expression, or nothing is known. */
export function suggestionsAt(
  text: string,
  at: number,
  bare: boolean,
  root: ScopeEntry,
): Suggestions | null {
  const start = bare ? 0 : bodyStart(text, at)
  if (start === null) return null
  const before = text.slice(start, at)
  const path = PATH.exec(before)
  return path ? members(path, at, root) : names(before, at, root)
}

/** Where the code begins that holds the place; null outside of braces. */
function bodyStart(text: string, at: number): number | null {
  const part = templateParts(text).find(
    (each) => each.kind === 'expression' && each.bodyFrom <= at && at <= each.bodyTo,
  )
  return part?.kind === 'expression' ? part.bodyFrom : null
}

function members(match: RegExpExecArray, at: number, root: ScopeEntry): Suggestions | null {
  const [, owner = '', dot = '.', typed = ''] = match
  const entry = entryAt(root, pathOf(owner))
  if (!entry) return null
  const from = at - typed.length
  const children = Object.entries(entry.children ?? {}).filter(
    ([name]) => entry.type !== 'list' || name !== '0',
  )
  const known = children.map(([name, child]) => member(name, child, dot))
  const methods = (METHODS[entry.type] ?? []).map((name) => ({
    label: name,
    insert: name,
    detail: '',
    kind: 'method' as const,
  }))
  return { from, suggestions: [...known, ...methods] }
}

function member(name: string, child: ScopeEntry, dot: string): Suggestion {
  const written = memberText(name)
  const detail = child.detail ?? child.type
  // A name that needs brackets takes the dot's place; the editor removes the dot.
  const insert = written.startsWith('.')
    ? written.slice(1)
    : dot === '?.'
      ? written
      : `\b${written}`
  return { label: name, insert, detail, kind: 'name' }
}

function names(before: string, at: number, root: ScopeEntry): Suggestions | null {
  const match = NAME.exec(before)
  if (!match || isInString(before)) return null
  const typed = match[2] ?? ''
  const own = Object.entries(root.children ?? {}).map(([name, child]) => ({
    label: name,
    insert: name,
    detail: child.detail ?? child.type,
    kind: 'name' as const,
  }))
  const globals = GLOBALS.map(([name, detail]) => ({
    label: name,
    insert: name,
    detail: t(detail),
    kind: 'global' as const,
  }))
  return { from: at - typed.length, suggestions: [...own, ...globals] }
}

const isInString = (before: string) =>
  (before.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1 ||
  (before.match(/(?<!\\)'/g)?.length ?? 0) % 2 === 1

/** `steps?.a["b c"][0]` → `['steps', 'a', 'b c', '0']`. */
export function pathOf(code: string): string[] {
  return [...code.matchAll(/[A-Za-z_$][\w$]*|\[(\d+)\]|\["([^"]*)"\]|\['([^']*)'\]/g)].map(
    ([whole, index, double, single]) => index ?? double ?? single ?? whole,
  )
}
