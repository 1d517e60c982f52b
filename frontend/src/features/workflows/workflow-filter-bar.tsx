import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { labelled, type PlainText, t } from '@/shared/i18n/texts'
import { useDebounced } from '@/shared/lib/use-debounced'
import { SearchInput } from '@/shared/ui/search-input'
import { Select } from '@/shared/ui/select'
import { tagsQuery } from './folders-queries'
import type { WorkflowFilters, WorkflowSort } from './list-filters'

type FilterBarProps = { filters: WorkflowFilters; onFilters: (filters: WorkflowFilters) => void }

const SORT_OPTIONS: { value: WorkflowSort; label: PlainText }[] = [
  { value: 'updated', label: 'Last changed' },
  { value: 'name', label: 'Name' },
  { value: 'last_run', label: 'Last run' },
  { value: 'created', label: 'Newest' },
]

const ANY = 'any'

const PUBLISHED = [
  { value: ANY, label: 'Published or not' },
  { value: 'yes', label: 'Published' },
  { value: 'no', label: 'Not published' },
] as const

/** Search, tags, and the order. */
export function WorkflowFilterBar({ filters, onFilters }: FilterBarProps) {
  const { data: tags = [] } = useQuery(tagsQuery)
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
      <SearchField filters={filters} onFilters={onFilters} />
      {(tags.length > 0 || filters.tag) && (
        <Select
          aria-label={t('Tag')}
          value={filters.tag ?? ANY}
          onValue={(tag) => onFilters({ ...filters, tag: tag === ANY ? undefined : tag })}
          options={[
            { value: ANY, label: t('Any tag') },
            ...tags.map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` })),
          ]}
          className="w-36"
        />
      )}
      <Select
        aria-label={t('Published')}
        value={filters.published ?? ANY}
        onValue={(value) => onFilters({ ...filters, published: value === ANY ? undefined : value })}
        options={labelled(PUBLISHED)}
        className="w-52"
      />
      <Select
        aria-label={t('Order')}
        value={filters.sort ?? 'updated'}
        onValue={(sort) => onFilters({ ...filters, sort: sort === 'updated' ? undefined : sort })}
        options={labelled(SORT_OPTIONS)}
        className="w-36"
      />
    </div>
  )
}

/** Typed text goes into the URL after a rest; what comes from there shows at once. */
function SearchField({ filters, onFilters }: FilterBarProps) {
  const [typed, setTyped] = useState(filters.search ?? '')
  const settled = useDebounced(typed.trim())
  const inUrl = filters.search ?? ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed is sent, not what came
  useEffect(() => {
    if (settled !== inUrl) onFilters({ ...filters, search: settled || undefined })
  }, [settled])
  useEffect(() => {
    setTyped((before) => (before.trim() === inUrl ? before : inUrl))
  }, [inUrl])
  return (
    <SearchInput
      label={t('Search workflows')}
      placeholder={t('Search by name or tag')}
      value={typed}
      onValue={setTyped}
      className="w-full sm:w-64"
    />
  )
}
