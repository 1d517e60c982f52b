/** Details of documents, which searches may be narrowed to, as rows of a form. */
import type { DocumentDetails } from '@/shared/api/types'

export type DetailRow = { name: string; value: string }

const NAME = /^[\w.-]{1,64}$/

export const rowsOf = (details: { readonly [name: string]: unknown }): DetailRow[] =>
  Object.entries(details).map(([name, value]) => ({ name, value: String(value) }))

/** Rows without a name say nothing. What still reads as it did keeps its type: 3 stays a number. */
export function detailsOf(rows: readonly DetailRow[], before: DocumentDetails = {}) {
  const details: DocumentDetails = {}
  for (const { name, value } of rows.map(trimmed)) {
    if (!name) continue
    const known = before[name]
    details[name] = known !== undefined && String(known) === value ? known : value
  }
  return details
}

/** The first name that can't be one, or that stands there twice. */
export function wrongName(rows: readonly DetailRow[]): string | null {
  const names = rows.map((row) => trimmed(row).name).filter(Boolean)
  return names.find((name, at) => !NAME.test(name) || names.indexOf(name) < at) ?? null
}

const trimmed = ({ name, value }: DetailRow) => ({ name: name.trim(), value: value.trim() })
