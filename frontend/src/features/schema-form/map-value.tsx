import { Braces } from 'lucide-react'
import { ExpressionField, JsonField } from '@/features/expression'
import type { JsonValue } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import { type Form, faultsAt } from './form'
import { fieldPlace } from './pointers'
import type { MapRow } from './rows'
import type { Field } from './schema'

type MapValueProps = {
  form: Form
  field: Field
  pointer: string
  label: string
  row: MapRow
  onValue: (value: JsonValue) => void
}

/** One value of a map: text, which may hold expressions, or any JSON on demand. Joined to the name above it. */
export function MapValue({ form, field, pointer, label, row, onValue }: MapValueProps) {
  const [fault] = faultsAt(form, pointer, true)
  const { value, asJson } = row
  const isSecret = field.shape.kind === 'map' && field.shape.values.writeOnly === true
  const wiring = {
    'aria-label': label,
    'aria-invalid': fault?.severity === 'error' ? (true as const) : undefined,
  }
  const placeholder =
    field.hint.placeholder ?? (form.expressions ? t('value or {{ expression }}') : '')
  return (
    <div
      {...fieldPlace(form.formId, pointer)}
      className="-mt-px min-w-0 [&_.cm-editor]:rounded-t-none [&>div>div:first-child]:rounded-t-none [&>input]:rounded-t-none"
    >
      {asJson || typeof value !== 'string' ? (
        <JsonField
          value={value}
          onValue={onValue}
          label={label}
          place={form.formId + pointer}
          scope={form.scope}
          wiring={wiring}
        />
      ) : form.expressions ? (
        <ExpressionField
          label={label}
          value={value}
          onValue={onValue}
          scope={form.scope}
          fault={fault}
          wiring={wiring}
          placeholder={placeholder}
        />
      ) : (
        <Input
          {...wiring}
          {...(isSecret && { type: 'password', autoComplete: 'new-password' })}
          value={value}
          placeholder={placeholder}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
      {fault?.severity === 'error' && (
        <p className="mt-1 text-failed text-xs">
          <Said>{fault.message}</Said>
        </p>
      )}
    </div>
  )
}

type JsonToggleProps = { row: MapRow; onRow: (changed: Partial<MapRow>) => void }

/** Text or JSON: a number, a list, an object, or text that reads like one. */
export function JsonToggle({ row, onRow }: JsonToggleProps) {
  const label = row.name ? t('Value of {name}', { name: row.name }) : t('Value')
  return (
    <IconButton
      icon={Braces}
      size="icon-sm"
      className="aria-pressed:bg-sunken aria-pressed:text-ink"
      aria-pressed={row.asJson}
      label={
        row.asJson ? t('{label}: write as text', { label }) : t('{label}: write as JSON', { label })
      }
      onClick={() =>
        onRow({
          asJson: !row.asJson,
          ...(row.asJson &&
            typeof row.value !== 'string' && { value: JSON.stringify(row.value) ?? '' }),
        })
      }
    />
  )
}
