import { Braces, ListTree, Table2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { cn } from '@/shared/lib/cn'
import { isBlob } from '@/shared/lib/json-lines'
import { CopyButton } from '../copy-button'
import { Segmented, type SegmentedOption } from '../segmented'
import { BlobCard } from './blob-card'
import { JsonTable, tableIn } from './json-table'
import { JsonTree } from './json-tree'

type JsonViewProps = {
  value: JsonValue
  /** Read aloud, and the name of a download: what the value is. */
  label: string
  /** What expressions call it, as `steps.fetch.output`. */
  root?: string
  className?: string
}

type View = 'tree' | 'table' | 'text'

const VIEWS: readonly SegmentedOption<View>[] = [
  { value: 'tree', label: <ListTree aria-hidden />, name: 'Tree' },
  { value: 'table', label: <Table2 aria-hidden />, name: 'Table' },
  { value: 'text', label: <Braces aria-hidden />, name: 'JSON' },
]

/** A value to read: as a tree, as a table where it is one, or as JSON text. */
export function JsonView({ value, label, root, className }: JsonViewProps) {
  const [chosen, setView] = useState<View>('tree')
  const table = useMemo(() => tableIn(value), [value])
  const options = VIEWS.filter((option) => option.value !== 'table' || table)
  if (isBlob(value)) return <BlobCard blob={value} label={label} />
  const view = options.some((option) => option.value === chosen) ? chosen : 'tree'
  return (
    <div className={cn('flex min-h-0 flex-col', className)}>
      <div className="flex shrink-0 items-center justify-between gap-2 px-4 pb-2">
        <Segmented<View>
          small
          label={`Show ${label} as`}
          value={view}
          onValue={setView}
          options={options}
        />
        <CopyButton value={() => JSON.stringify(value, null, 2)} label={`Copy ${label}`} />
      </div>
      {view === 'tree' && (
        <JsonTree
          value={value}
          label={label}
          {...(root && { root })}
          className="min-h-0 flex-1 px-3 pb-3"
        />
      )}
      {view === 'table' && table && <JsonTable rows={table} label={label} />}
      {view === 'text' && <JsonText value={value} label={label} />}
    </div>
  )
}

function JsonText({ value, label }: Pick<JsonViewProps, 'value' | 'label'>) {
  const text = useMemo(() => JSON.stringify(value, null, 2), [value])
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={`${label} as JSON`}
      className="min-h-0 flex-1 overflow-auto px-4 pb-3 -outline-offset-2"
    >
      <pre className="whitespace-pre-wrap break-words font-mono text-xs leading-5">{text}</pre>
    </section>
  )
}
