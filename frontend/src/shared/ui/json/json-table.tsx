import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'

type JsonRow = { [key: string]: JsonValue }

const ROW_PX = 28
const MOST_COLUMNS = 30
/** Rows whose names become the columns. */
const SAMPLE = 50

/** The rows of a value that is a table, or that holds nothing but one. */
export function tableIn(value: JsonValue): JsonRow[] | null {
  if (isTabular(value)) return value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const [only, ...others] = Object.values(value)
  return only !== undefined && others.length === 0 && isTabular(only) ? only : null
}

/** A list of objects, at least two. */
function isTabular(value: JsonValue): value is JsonRow[] {
  return (
    Array.isArray(value) &&
    value.length > 1 &&
    value
      .slice(0, SAMPLE)
      .every((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
  )
}

type JsonTableProps = { rows: readonly JsonRow[]; label: string }

/** Only the rows in sight are in the page. */
export function JsonTable({ rows, label }: JsonTableProps) {
  const columns = useMemo(
    () => [...new Set(rows.slice(0, SAMPLE).flatMap(Object.keys))].slice(0, MOST_COLUMNS),
    [rows],
  )
  const scroller = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  })
  const items = virtualizer.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t('{label} as a table', { label })}
      className="min-h-0 flex-1 overflow-auto px-4 pb-3 -outline-offset-2"
    >
      <table aria-rowcount={rows.length} className="border-collapse text-left font-mono text-xs">
        <thead className="sticky top-0 bg-surface">
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className="border-line border-b py-1 pr-4 font-medium text-ink-2"
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr aria-hidden style={{ height: above }} />
          {items.map(({ index }) => (
            <tr key={index} aria-rowindex={index + 1} style={{ height: ROW_PX }}>
              {columns.map((column) => (
                <td
                  key={column}
                  className="max-w-60 truncate whitespace-nowrap border-line border-b pr-4"
                >
                  {cellText(rows[index]?.[column])}
                </td>
              ))}
            </tr>
          ))}
          <tr aria-hidden style={{ height: below }} />
        </tbody>
      </table>
    </section>
  )
}

function cellText(value: JsonValue | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
