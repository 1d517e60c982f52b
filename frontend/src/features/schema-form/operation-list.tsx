import { useMemo, useState } from 'react'
import type { OperationRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { CommandDialog, CommandGroup, CommandItem } from '@/shared/ui/command'

type OperationListProps = {
  operations: readonly OperationRead[]
  onChoose: (name: string) => void
  onClose: () => void
}

/** More would be slow to draw, and nobody reads them: the search finds the others. */
const MOST = 100

/** Type, see, press Enter. */
export function OperationList({ operations, onChoose, onClose }: OperationListProps) {
  const [search, setSearch] = useState('')
  const found = useMemo(() => matching(operations, search), [operations, search])
  return (
    <CommandDialog
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('Operations')}
      placeholder={t('Search operations')}
      search={search}
      onSearch={setSearch}
      filter={false}
    >
      <CommandGroup heading={plural(found.length, '{count} operation', '{count} operations')}>
        {found.slice(0, MOST).map(({ name, method, path, title }) => (
          <CommandItem key={`${method} ${path}`} value={name} onSelect={() => onChoose(name)}>
            <span className="font-mono text-xs">
              {method} {path}
            </span>
            <span className="ml-2 text-ink-3">{title || name}</span>
          </CommandItem>
        ))}
      </CommandGroup>
    </CommandDialog>
  )
}

function matching(operations: readonly OperationRead[], search: string) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return operations.filter(({ name, method, path, title }) => {
    const text = `${method} ${path} ${name} ${title}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
