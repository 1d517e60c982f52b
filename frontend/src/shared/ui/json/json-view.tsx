import { Braces, ListTree, Search, Shapes, Table2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { isBlob } from '@/shared/lib/json-lines'
import { shapeOf } from '@/shared/lib/json-shape'
import { CopyButton } from '../copy-button'
import { IconButton } from '../icon-button'
import { SearchInput } from '../search-input'
import { Segmented, type SegmentedOption } from '../segmented'
import { BlobView } from './blob-view'
import { JsonFoundList } from './json-found'
import { JsonTable, tableIn } from './json-table'
import { JsonText } from './json-text'
import { JsonTree } from './json-tree'

type JsonViewProps = {
  value: JsonValue
  /** Read aloud, and the name of a download: what the value is. */
  label: string
  /** What expressions call it, as `steps.fetch.output`. */
  root?: string
  /** Put a path into the expression that is being written; only with `root`. */
  onPick?: ((path: string) => void) | undefined
  className?: string
}

type View = 'schema' | 'tree' | 'table' | 'text'

const VIEWS: readonly (SegmentedOption<View> & { name: PlainText })[] = [
  { value: 'schema', label: <Shapes aria-hidden />, name: 'Schema' },
  { value: 'tree', label: <ListTree aria-hidden />, name: 'Tree' },
  { value: 'table', label: <Table2 aria-hidden />, name: 'Table' },
  { value: 'text', label: <Braces aria-hidden />, name: 'JSON' },
]

/** A value to read; a large one is fetched when the reader asks for it. */
export function JsonView(props: JsonViewProps) {
  const { value, label } = props
  if (!isBlob(value)) return <WholeValue {...props} />
  return (
    <BlobView
      key={value.$blob}
      blob={value}
      label={label}
      show={(whole) => <WholeValue {...props} value={whole} />}
    />
  )
}

/** Its shape, a tree, a table where it is one, or JSON text; and to search. */
function WholeValue({ value, label, root, onPick, className }: JsonViewProps) {
  const [chosen, setView] = useState<View>('tree')
  const [search, setSearch] = useState<string | null>(null)
  const table = useMemo(() => tableIn(value), [value])
  const options = VIEWS.filter((option) => option.value !== 'table' || table).map((option) => ({
    ...option,
    name: t(option.name),
  }))
  const view = options.some((option) => option.value === chosen) ? chosen : 'tree'
  const wanted = search?.trim() ?? ''
  return (
    <div className={cn('flex min-h-0 flex-col', className)}>
      <div className="flex shrink-0 items-center gap-1 px-4 pb-2">
        <Segmented<View>
          small
          label={t('Show {label} as', { label })}
          value={view}
          onValue={setView}
          options={options}
          className="mr-auto"
        />
        <IconButton
          icon={Search}
          label={t('Search in {label}', { label })}
          size="icon-sm"
          aria-expanded={search !== null}
          onClick={() => setSearch(search === null ? '' : null)}
        />
        <CopyButton
          value={() => JSON.stringify(value, null, 2)}
          label={t('Copy {label}', { label })}
        />
      </div>
      {search !== null && (
        <SearchInput
          label={t('Search in {label}', { label })}
          placeholder={t('A name or a value')}
          value={search}
          onValue={setSearch}
          className="mx-4 mb-2"
          autoFocus
        />
      )}
      {wanted ? (
        <JsonFoundList
          value={value}
          search={wanted}
          label={label}
          root={root ?? ''}
          onPick={onPick}
        />
      ) : (
        <Shown view={view} value={value} table={table} {...{ label, root, onPick }} />
      )}
    </div>
  )
}

type ShownProps = Pick<JsonViewProps, 'value' | 'label' | 'onPick'> & {
  root: string | undefined
  view: View
  table: ReturnType<typeof tableIn>
}

function Shown({ view, value, table, label, root, onPick }: ShownProps) {
  if (view === 'table' && table) return <JsonTable rows={table} label={label} />
  if (view === 'text') return <JsonText value={value} label={label} />
  return (
    <JsonTree
      key={view}
      value={view === 'schema' ? shapeOf(value) : value}
      isShape={view === 'schema'}
      label={view === 'schema' ? t('Shape of {label}', { label }) : label}
      {...(root && { root })}
      onPick={onPick}
      className="min-h-0 flex-1 px-3 pb-3"
    />
  )
}
