import { ChevronDown, SlidersHorizontal, X } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { WorkflowFilter } from '@/features/workflows'
import { labelled, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { formatDuration } from '@/shared/lib/format'
import { RUN_STATUSES, STATUS_LOOKS } from '@/shared/lib/status'
import { useDebouncedText } from '@/shared/lib/use-debounced-text'
import { Button } from '@/shared/ui/button'
import { floatStyle, itemStyle } from '@/shared/ui/floating'
import { Input } from '@/shared/ui/input'
import { SearchInput } from '@/shared/ui/search-input'
import { Select } from '@/shared/ui/select'
import { StatusIcon } from '@/shared/ui/status'
import { TRIGGER_WORDS } from './filter-words'
import { MadeFilter } from './made-filter'
import { hasFilters, type RunFilters, TRIGGERS } from './run-filters'

type RunFilterBarProps = {
  filters: RunFilters
  onFilters: (filters: RunFilters) => void
  /** At the right end. */
  children?: ReactNode
}

export function RunFilterBar({ filters, onFilters, children }: RunFilterBarProps) {
  // A phone shows them once they are asked for: the runs themselves are what it is about.
  const [isOpen, setOpen] = useState(false)
  return (
    <search className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
      <SearchFilter
        label={t('Search runs')}
        placeholder={t('Workflow or run id')}
        value={filters.search}
        onValue={(search) => onFilters({ ...filters, search })}
        className="w-full sm:w-64"
      />
      <Button
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className={cn('sm:hidden', hasFilters(filters) && 'border-ink')}
      >
        <SlidersHorizontal aria-hidden />
        {t('Filters')}
      </Button>
      <div className={cn('contents', !isOpen && 'max-sm:hidden')}>
        <Fields filters={filters} onFilters={onFilters} />
      </div>
      {hasFilters(filters) && (
        <Button variant="ghost" onClick={() => onFilters({})}>
          <X aria-hidden />
          {t('Clear')}
        </Button>
      )}
      <div className="ml-auto flex items-center gap-2">{children}</div>
    </search>
  )
}

/** All but the search, which stands before them. */
function Fields({ filters, onFilters }: Omit<RunFilterBarProps, 'children'>) {
  return (
    <>
      <SearchFilter
        label={t('Business key')}
        placeholder={t('Business key, exactly')}
        value={filters.key}
        onValue={(key) => onFilters({ ...filters, key })}
        className="w-full sm:w-48"
      />
      <SearchFilter
        label={t('Text in error')}
        placeholder={t('Text in error')}
        value={filters.error}
        onValue={(error) => onFilters({ ...filters, error })}
        className="w-full sm:w-40"
      />
      <StatusFilter
        value={filters.status ?? []}
        onValue={(status) => onFilters({ ...filters, status })}
      />
      <WorkflowFilter
        value={filters.workflow}
        onValue={(workflow) => onFilters({ ...filters, workflow })}
      />
      {(filters.workflow || filters.version) && (
        <VersionFilter
          value={filters.version}
          onValue={(version) => onFilters({ ...filters, version })}
        />
      )}
      <Select
        aria-label={t('Started by')}
        value={filters.trigger?.[0] ?? ANY}
        onValue={(next) => onFilters({ ...filters, trigger: next === ANY ? undefined : [next] })}
        options={[{ value: ANY, label: t('Any trigger') }, ...labelled(TRIGGER_OPTIONS)]}
        className={cn('w-40 border-line', !filters.trigger && 'text-ink-2')}
      />
      <MadeFilter filters={filters} onFilters={onFilters} />
      <TookFilter
        value={filters.took_at_least_s}
        onValue={(took_at_least_s) => onFilters({ ...filters, took_at_least_s })}
      />
      {filters.failed_type && (
        <Button onClick={() => onFilters({ ...filters, failed_type: undefined })}>
          {t('Failed at {type}', { type: filters.failed_type })}
          <X aria-label={t('Take this filter away')} />
        </Button>
      )}
    </>
  )
}

const LONG_S = [1, 10, 60, 600, 3_600, 86_400]

type TookFilterProps = { value: number | undefined; onValue: (value: number | undefined) => void }

/** The dashboard leads here with times of its own. */
function TookFilter({ value, onValue }: TookFilterProps) {
  const seconds = value === undefined || LONG_S.includes(value) ? LONG_S : [value, ...LONG_S]
  const options = seconds.map((each) => ({
    value: String(each),
    label: t('{duration} or longer', { duration: formatDuration(each * 1_000) }),
  }))
  return (
    <Select
      aria-label={t('How long it took')}
      value={value === undefined ? ANY : String(value)}
      onValue={(next) => onValue(next === ANY ? undefined : Number(next))}
      options={[{ value: ANY, label: t('Any duration') }, ...options]}
      className={cn('w-40 border-line', value === undefined && 'text-ink-2')}
    />
  )
}

type SearchFilterProps = {
  label: string
  placeholder: string
  className: string
  value: string | undefined
  onValue: (value: string | undefined) => void
}

function SearchFilter({ value, onValue, ...input }: SearchFilterProps) {
  const [typed, setTyped] = useDebouncedText(value, onValue)
  return <SearchInput value={typed} onValue={setTyped} {...input} />
}

type StatusFilterProps = {
  value: NonNullable<RunFilters['status']>
  onValue: (value: RunFilters['status']) => void
}

function StatusFilter({ value, onValue }: StatusFilterProps) {
  const [first] = value
  const label =
    value.length === 1 && first
      ? t(STATUS_LOOKS[first].word)
      : t('{count} statuses', { count: value.length })
  const toggle = (status: (typeof RUN_STATUSES)[number]) => {
    const next = RUN_STATUSES.filter((each) => (each === status) !== value.includes(each))
    onValue(next.length > 0 ? next : undefined)
  }
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button className={cn('font-normal', value.length === 0 && 'text-ink-2')}>
          {value.length === 0 ? t('Any status') : label}
          <ChevronDown aria-hidden className="text-ink-3" />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={4}
          className={cn(floatStyle, 'min-w-44 p-1')}
        >
          {RUN_STATUSES.map((status) => (
            <DropdownMenu.CheckboxItem
              key={status}
              checked={value.includes(status)}
              // Several can be chosen in one go.
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={() => toggle(status)}
              className={itemStyle.join(' ')}
            >
              <StatusIcon status={status} className="size-4 animate-none" />
              <span className="flex-1">{t(STATUS_LOOKS[status].word)}</span>
              <DropdownMenu.ItemIndicator className="text-ink">✓</DropdownMenu.ItemIndicator>
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

const ANY = 'any'

const TRIGGER_OPTIONS = TRIGGERS.map((value) => ({ value, label: TRIGGER_WORDS[value] }))

type VersionFilterProps = {
  value: number | undefined
  onValue: (value: number | undefined) => void
}

function VersionFilter({ value, onValue }: VersionFilterProps) {
  return (
    <Input
      aria-label={t('Version')}
      type="number"
      min={1}
      placeholder={t('Version')}
      value={value ?? ''}
      onChange={(event) => onValue(Number.parseInt(event.target.value, 10) || undefined)}
      className="num w-24 border-line"
    />
  )
}
