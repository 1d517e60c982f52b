/** What an expression gives with the data at hand, or why it gives nothing yet. */
import type { JsonValue } from '@/shared/api/types'
import { stepReferences } from './references'
import type { ScopeData } from './scope'

export type ExpressionFault = { message: string; line: number | null; column: number | null }

export type Preview =
  | { kind: 'none' }
  | { kind: 'value'; value: JsonValue }
  | { kind: 'error'; fault: ExpressionFault }
  /** A step that is read has not run yet, so there is nothing to compute with. */
  | { kind: 'no_data'; node_id: string }

export type Evaluate = (
  source: string,
  bare: boolean,
  scope: ScopeData,
  signal: AbortSignal,
) => Promise<Preview>

/** Steps that the text reads and of which there is no data; the first of them. */
export function missingStep(source: string, bare: boolean, scope: ScopeData): string | null {
  const missing = stepReferences(source, bare).find(({ node_id }) => !(node_id in scope.steps))
  if (missing) return missing.node_id
  // The items of a loop are known once it has run.
  const readsItem = /(^|[^\w$.'"])item\b(?!\s*:)/.test(source)
  return readsItem && scope.loop && !('item' in scope) ? 'item' : null
}

const SHOWN_CHARS = 400

/** One line for people: text without quotes, all else as JSON. */
export function previewText(value: JsonValue): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null')
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text
}

/** Where in the text a line and a column (both from 1) are; the end when they are beyond it. */
export function offsetOf(text: string, line: number | null, column: number | null): number {
  if (line === null) return 0
  const lines = text.split('\n').slice(0, line - 1)
  const before = lines.reduce((sum, each) => sum + each.length + 1, 0)
  return Math.min(text.length, before + Math.max(0, (column ?? 1) - 1))
}
