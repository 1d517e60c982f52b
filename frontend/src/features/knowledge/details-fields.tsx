import { Plus, X } from 'lucide-react'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import { type DetailRow, wrongName } from './details'

type DetailsFieldsProps = {
  label: string
  /** On the button that brings another row. */
  add: string
  rows: readonly DetailRow[]
  onRows: (rows: DetailRow[]) => void
}

/** Names and values, one pair a row. */
export function DetailsFields({ label, add, rows, onRows }: DetailsFieldsProps) {
  const wrong = wrongName(rows)
  const set = (at: number, part: Partial<DetailRow>) =>
    onRows(rows.map((row, place) => (place === at ? { ...row, ...part } : row)))
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 font-medium text-ink-2 text-sm">{label}</legend>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={at} className="flex items-center gap-2">
          <Input
            aria-label={t('Name')}
            placeholder="language"
            maxLength={64}
            autoFocus={row.name === '' && at === rows.length - 1}
            value={row.name}
            onChange={(event) => set(at, { name: event.target.value })}
          />
          <Input
            aria-label={t('Value')}
            placeholder="en"
            maxLength={200}
            value={row.value}
            onChange={(event) => set(at, { value: event.target.value })}
          />
          <IconButton
            icon={X}
            size="icon-sm"
            label={t('Remove {number}', { number: at + 1 })}
            onClick={() => onRows(rows.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      {wrong !== null && (
        <p role="alert" className="text-failed text-xs">
          {t('“{name}” can’t be a name here: use letters, digits, _ . and -, and each once.', {
            name: wrong,
          })}
        </p>
      )}
      <Button
        variant="ghost"
        size="sm"
        className="-ml-2"
        onClick={() => onRows([...rows, { name: '', value: '' }])}
      >
        <Plus aria-hidden />
        {add}
      </Button>
    </fieldset>
  )
}
