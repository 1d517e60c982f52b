import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { WorkflowFilter } from '@/features/workflows'
import { t } from '@/shared/i18n/texts'
import { useDebouncedText } from '@/shared/lib/use-debounced-text'
import { Button } from '@/shared/ui/button'
import { Input } from '@/shared/ui/input'
import { SearchInput } from '@/shared/ui/search-input'
import { Segmented } from '@/shared/ui/segmented'
import { nodeIdOf } from './dead-letters-queries'
import { LETTER_STATUSES, type LetterFilters } from './letter-filters'

type LetterFilterBarProps = {
  filters: LetterFilters
  onFilters: (filters: LetterFilters) => void
  /** At the right end. */
  children: ReactNode
}

const WORDS = { open: 'Open', retried: 'Retried', discarded: 'Discarded' } as const

export function LetterFilterBar({ filters, onFilters, children }: LetterFilterBarProps) {
  const change = (part: Partial<LetterFilters>) => onFilters({ ...filters, ...part })
  const { status, workflow, from = '', to = '' } = filters
  return (
    <search className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
      <Segmented
        label={t('Which dead letters')}
        value={status ?? 'open'}
        onValue={(next) => change({ status: next === 'open' ? undefined : next })}
        options={LETTER_STATUSES.map((value) => ({ value, label: t(WORDS[value]) }))}
      />
      <WorkflowFilter value={workflow} onValue={(next) => change({ workflow: next })} />
      <NodeFilter value={filters.node} onValue={(node) => change({ node })} />
      <Input
        type="date"
        aria-label={t('From this day')}
        value={from}
        onChange={(event) => change({ from: event.target.value || undefined })}
        className="w-36 border-line"
      />
      <Input
        type="date"
        aria-label={t('To this day')}
        value={to}
        onChange={(event) => change({ to: event.target.value || undefined })}
        className="w-36 border-line"
      />
      {(workflow || isNarrow(filters)) && (
        <Button variant="ghost" onClick={() => onFilters({ status })}>
          <X aria-hidden />
          {t('Clear')}
        </Button>
      )}
      {children}
    </search>
  )
}

/** By more than whose they are. */
export const isNarrow = ({ node, from, to }: LetterFilters) => Boolean(node || from || to)

type NodeFilterProps = {
  value: string | undefined
  onValue: (value: string | undefined) => void
}

function NodeFilter({ value, onValue }: NodeFilterProps) {
  const [typed, setTyped] = useDebouncedText(value, onValue)
  return (
    <SearchInput
      label={t('Step at which it failed')}
      placeholder={t('Failed at step, by its id')}
      value={typed}
      onValue={(text) => setTyped(nodeIdOf(text))}
      className="w-full sm:w-52"
    />
  )
}
