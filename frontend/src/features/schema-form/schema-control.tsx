import { use, useState } from 'react'
import { JsonField, UnparsedTexts } from '@/features/expression'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Segmented } from '@/shared/ui/segmented'
import type { ControlProps } from './form'
import { rowsOf } from './input-schema'
import { asSchema } from './schema'
import { SchemaRows } from './schema-rows'

/** A JSON Schema: as a list of fields where that says it all, else as JSON. */
export function SchemaControl({ form, field, pointer, value, onValue, wiring }: ControlProps) {
  const schema = asSchema(value)
  const rows = rowsOf(schema)
  const place = form.formId + pointer
  const unparsed = use(UnparsedTexts)
  const [chosen, setChosen] = useState<'fields' | 'json'>(unparsed?.has(place) ? 'json' : 'fields')
  const mode = rows ? chosen : 'json'
  const set = (next: JsonValue) => onValue(next, pointer)
  return (
    <div className="flex flex-col gap-2">
      <Segmented
        label={t('How to write the schema')}
        value={mode}
        onValue={setChosen}
        options={[
          { value: 'fields', label: t('Fields') },
          { value: 'json', label: 'JSON Schema' },
        ]}
        className="self-start"
      />
      {mode === 'fields' && rows ? (
        <SchemaRows rows={rows} before={schema} onSchema={set} id={wiring.id} />
      ) : (
        <JsonField
          value={value ?? {}}
          onValue={set}
          label={field.title}
          place={place}
          wiring={wiring}
        />
      )}
      {!rows && (
        <p className="text-ink-3 text-xs">
          {t('This schema says more than a list of fields can show.')}
        </p>
      )}
    </div>
  )
}
