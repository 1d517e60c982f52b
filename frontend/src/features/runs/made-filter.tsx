import { X } from 'lucide-react'
import { useState } from 'react'
import { labelled, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { WITHIN_WORDS } from './filter-words'
import { localOf, momentOf } from './moments'
import { type RunFilters, WITHINS } from './run-filters'

type MadeFilterProps = { filters: RunFilters; onFilters: (filters: RunFilters) => void }

const ANY = 'any'
const BETWEEN = 'between'
const ANY_TIME = { within: undefined, since: undefined, until: undefined }

/** When runs were made: within a time before now, or between two moments in the reader's zone. */
export function MadeFilter({ filters, onFilters }: MadeFilterProps) {
  const [isAsked, setAsked] = useState(false)
  const isBetween = isAsked || Boolean(filters.since || filters.until)
  const value = isBetween ? BETWEEN : (filters.within ?? ANY)
  const choose = (next: string) => {
    setAsked(next === BETWEEN)
    if (next === BETWEEN) return onFilters({ ...filters, within: undefined })
    onFilters({ ...filters, ...ANY_TIME, within: WITHINS.find((each) => each === next) })
  }
  return (
    <>
      <Select
        aria-label={t('Time')}
        value={value}
        onValue={choose}
        options={[
          { value: ANY, label: t('Any time') },
          ...labelled(WITHIN_OPTIONS),
          { value: BETWEEN, label: t('From – to') },
        ]}
        className={cn('w-36 border-line', value === ANY && 'text-ink-2')}
      />
      {isBetween && (
        <span className="flex flex-wrap items-center gap-1">
          <Moment
            label={t('Made from')}
            value={filters.since}
            max={filters.until}
            onValue={(since) => onFilters({ ...filters, within: undefined, since })}
          />
          <span aria-hidden className="text-ink-3">
            –
          </span>
          <Moment
            label={t('Made until')}
            value={filters.until}
            min={filters.since}
            onValue={(until) => onFilters({ ...filters, within: undefined, until })}
          />
          <IconButton icon={X} label={t('Take this filter away')} onClick={() => choose(ANY)} />
        </span>
      )}
    </>
  )
}

const WITHIN_OPTIONS = WITHINS.map((value) => ({ value, label: WITHIN_WORDS[value] }))

type MomentProps = {
  label: string
  value: string | undefined
  min?: string | undefined
  max?: string | undefined
  onValue: (value: string | undefined) => void
}

function Moment({ label, value, min, max, onValue }: MomentProps) {
  return (
    <Input
      aria-label={label}
      type="datetime-local"
      value={localOf(value)}
      min={localOf(min)}
      max={localOf(max)}
      onChange={(event) => onValue(momentOf(event.target.value))}
      className="num w-52 border-line"
    />
  )
}
