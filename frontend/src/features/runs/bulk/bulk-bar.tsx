import { ChevronDown, X } from 'lucide-react'
import { useState } from 'react'
import { plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Menu } from '@/shared/ui/menu'
import { hasFilters, type RunFilters } from '../run-filters'
import { BULK, BULK_NAMES, type BulkName } from './bulk'
import { BulkDialog } from './bulk-dialog'
import { bulkFilter } from './bulk-filter'

type BulkBarProps = {
  filters: RunFilters
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
  /** Shows how far the action is. */
  onStarted: () => void
}

const NONE: ReadonlySet<string> = new Set()

/** One thing done to the chosen runs, or to all that the filters show. */
export function BulkBar({ filters, chosen, onChosen, onStarted }: BulkBarProps) {
  const [asking, setAsking] = useState<BulkName | null>(null)
  const isChosen = chosen.size > 0
  const whom = isChosen
    ? plural(chosen.size, '{count} chosen run', '{count} chosen runs')
    : hasFilters(filters)
      ? t('all that fit')
      : t('all runs')
  return (
    <>
      <Menu
        trigger={
          <Button needs="run" aria-label={t('Do to {whom}', { whom })}>
            {t('Do to {whom}', { whom })}
            <ChevronDown aria-hidden className="text-ink-3" />
          </Button>
        }
        items={BULK_NAMES.map((name) => ({
          label: `${t(BULK[name].verb)}…`,
          danger: BULK[name].danger === true,
          onSelect: () => setAsking(name),
        }))}
      />
      {isChosen && (
        <Button variant="ghost" onClick={() => onChosen(NONE)}>
          <X aria-hidden />
          {t('Choose none')}
        </Button>
      )}
      {asking && (
        <BulkDialog
          action={asking}
          filter={bulkFilter(filters, isChosen ? chosen : null)}
          onClose={() => setAsking(null)}
          onStarted={() => {
            onChosen(NONE)
            onStarted()
          }}
        />
      )}
    </>
  )
}
