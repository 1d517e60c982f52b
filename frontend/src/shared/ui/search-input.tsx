import { Search, X } from 'lucide-react'
import type { ComponentProps } from 'react'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { Input } from './input'

type SearchInputProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> & {
  /** Read aloud; there is no visible label. */
  label: string
  value: string
  onValue: (value: string) => void
}

export function SearchInput({ label, value, onValue, className, ...props }: SearchInputProps) {
  return (
    <div className={cn('relative', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3"
      />
      <Input
        type="text"
        role="searchbox"
        aria-label={label}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value) onValue('')
        }}
        className="border-line px-8 hover:not-disabled:border-line-strong"
        {...props}
      />
      {value && (
        <button
          type="button"
          aria-label={t('Clear the search')}
          onClick={() => onValue('')}
          className="absolute top-1 right-1 grid size-6 place-items-center rounded-chip text-ink-3 hover:bg-sunken hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  )
}
