import { Plus, X } from 'lucide-react'
import { use, useState } from 'react'
import { UnparsedTexts } from '@/features/expression'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import type { ControlProps } from './form'
import { inSentence } from './in-sentence'
import { JsonToggle, MapValue } from './map-value'
import { join } from './pointers'
import { type MapRow, mapFrom, nameProblem, newRow, reconcile, rowsFrom } from './rows'

/** The map as rows; those in which JSON was begun come back as JSON. */
function useRows(map: { readonly [name: string]: JsonValue }, isBegun: (row: MapRow) => boolean) {
  const [kept, setKept] = useState<readonly MapRow[]>(() =>
    rowsFrom(map).map((row) => (isBegun(row) ? { ...row, asJson: true } : row)),
  )
  return [reconcile(kept, map), setKept] as const
}

/** Names with values, row by row. */
export function MapControl({ form, field, pointer, value, onValue, wiring }: ControlProps) {
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  const unparsed = use(UnparsedTexts)
  const placeOf = (row: MapRow) => form.formId + join(pointer, row.name)
  const [rows, setKept] = useRows(map, (row) => unparsed?.has(placeOf(row)) === true)
  const set = (next: readonly MapRow[], at: string) => {
    setKept(next)
    onValue(mapFrom(next), at)
  }
  const change = (row: MapRow, changed: Partial<MapRow>, at: string) =>
    set(
      rows.map((each) => (each === row ? { ...each, ...changed } : each)),
      at,
    )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own
    <div
      role="group"
      aria-label={wiring['aria-label']}
      id={wiring.id}
      className="flex flex-col gap-2"
    >
      {rows.map((row) => {
        const problem = nameProblem(rows, row)
        const at = join(pointer, row.name)
        return (
          <div key={row.key} className="flex flex-col">
            <div className="flex items-center gap-1">
              <Input
                aria-label={t('Name')}
                aria-invalid={problem ? true : undefined}
                value={row.name}
                placeholder="name"
                spellCheck={false}
                className="h-7 flex-1 rounded-b-none border-b-line bg-surface font-mono text-xs"
                onChange={(event) => change(row, { name: event.target.value }, pointer)}
              />
              <JsonToggle
                row={row}
                onRow={(changed) => {
                  unparsed?.delete(placeOf(row))
                  change(row, changed, at)
                }}
              />
              <IconButton
                icon={X}
                size="icon-sm"
                label={t('Remove {name}', { name: row.name || t('this row') })}
                onClick={() =>
                  set(
                    rows.filter((each) => each !== row),
                    pointer,
                  )
                }
              />
            </div>
            <MapValue
              form={form}
              field={field}
              pointer={at}
              label={row.name ? t('Value of {name}', { name: row.name }) : t('Value')}
              row={row}
              onValue={(next) => change(row, { value: next }, at)}
            />
            {problem && <p className="text-failed text-xs">{problem}</p>}
          </div>
        )
      })}
      <Button
        variant="ghost"
        size="sm"
        className="-ml-2 self-start"
        onClick={() => setKept([...rows, newRow()])}
      >
        <Plus aria-hidden />
        {t('Add {title}', { title: inSentence(field.title) })}
      </Button>
    </div>
  )
}
