import { useEffect, useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { type JsonFound, searchJson } from '@/shared/lib/json-search'
import { startDrag } from '@/shared/lib/path-drag'

type JsonFoundListProps = {
  value: JsonValue
  search: string
  label: string
  root: string
  onPick?: ((path: string) => void) | undefined
}

/** Where the text is in the value: each place can be dragged into an expression. */
export function JsonFoundList({ value, search, label, root, onPick }: JsonFoundListProps) {
  const [found, setFound] = useState<readonly JsonFound[] | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    searchJson(value, search, stop.signal).then((all) => stop.signal.aborted || setFound(all))
    return () => stop.abort()
  }, [value, search])
  if (found?.length === 0) {
    return (
      <p className="px-4 py-3 text-ink-3 text-sm">{t('Nothing holds “{search}”.', { search })}</p>
    )
  }
  return (
    <ul
      aria-label={t('Found in {label}', { label })}
      className="min-h-0 flex-1 space-y-px overflow-y-auto px-3 pb-3"
    >
      {found?.map(({ path, text }) => (
        <li key={path}>
          <button
            type="button"
            draggable={root !== ''}
            title={root ? t('Insert {value}', { value: root + path }) : path}
            onDragStart={(event) => startDrag(event.dataTransfer, root + path)}
            onClick={() => onPick?.(root + path)}
            className="flex w-full items-baseline gap-2 rounded-chip px-1 py-0.5 text-left font-mono text-xs hover:bg-sunken"
          >
            <span className="shrink-0">{path}</span>
            <span className="min-w-0 truncate text-ink-3">{text}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
