/** A map being edited as rows: names may be empty or double for a while. */
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'

export type MapRow = {
  key: number
  name: string
  value: JsonValue
  /** Written as JSON rather than as text. */
  asJson: boolean
}

let nextKey = 1

export const newRow = (name = '', value: JsonValue = ''): MapRow => ({
  key: nextKey++,
  name,
  value,
  asJson: typeof value !== 'string',
})

export function rowsFrom(map: { readonly [name: string]: JsonValue }): MapRow[] {
  return Object.entries(map).map(([name, value]) => newRow(name, value))
}

/** The map that the rows stand for; rows without a name are left out, of two alike the last wins. */
export function mapFrom(rows: readonly MapRow[]): { [name: string]: JsonValue } {
  return Object.fromEntries(
    rows.filter((row) => row.name !== '').map((row) => [row.name, row.value]),
  )
}

/** What is wrong with a row's name; empty when nothing is. */
export function nameProblem(rows: readonly MapRow[], row: MapRow): string {
  if (row.name === '') return ''
  const isDouble = rows.some((other) => other !== row && other.name === row.name)
  return isDouble ? t('“{name}” is there twice: the last one counts.', { name: row.name }) : ''
}

/** Rows that still stand for `map`, with what is new in it: an undo changes it from outside. */
export function reconcile(rows: readonly MapRow[], map: { readonly [name: string]: JsonValue }) {
  return JSON.stringify(mapFrom(rows)) === JSON.stringify(map) ? rows : rowsFrom(map)
}
