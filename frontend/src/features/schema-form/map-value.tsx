import { Braces } from 'lucide-react'
import { useState } from 'react'
import { ExpressionField, JsonField } from '@/features/expression'
import type { JsonValue } from '@/shared/api/types'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import { type Form, faultsAt } from './form'
import type { Field } from './schema'

type MapValueProps = {
  form: Form
  field: Field
  pointer: string
  label: string
  value: JsonValue
  onValue: (value: JsonValue) => void
}

/** One value of a map: text, which may hold expressions, or any JSON on demand. */
export function MapValue(props: MapValueProps) {
  const { form, field, pointer, label, value, onValue } = props
  const [asJson, setAsJson] = useState(typeof value !== 'string')
  const [fault] = faultsAt(form, pointer, true)
  const wiring = {
    'aria-label': label,
    'aria-invalid': fault?.severity === 'error' ? (true as const) : undefined,
  }
  const isJson = asJson || typeof value !== 'string'
  return (
    <div className="flex min-w-0 flex-1 items-start gap-1">
      <div className="min-w-0 flex-1">
        {isJson ? (
          <JsonField value={value} onValue={onValue} scope={form.scope} wiring={wiring} />
        ) : form.expressions ? (
          <ExpressionField
            label={label}
            value={value}
            onValue={onValue}
            scope={form.scope}
            fault={fault}
            wiring={wiring}
            placeholder={field.hint.placeholder ?? 'value or {{ expression }}'}
          />
        ) : (
          <Input {...wiring} value={value} onChange={(event) => onValue(event.target.value)} />
        )}
        {fault?.severity === 'error' && <p className="mt-1 text-failed text-xs">{fault.message}</p>}
      </div>
      <IconButton
        icon={Braces}
        size="icon-sm"
        className="mt-0.5 aria-pressed:bg-sunken aria-pressed:text-ink"
        aria-pressed={isJson}
        label={isJson ? `${label}: write as text` : `${label}: write as JSON`}
        onClick={() => {
          setAsJson(!isJson)
          if (isJson && typeof value !== 'string') onValue(JSON.stringify(value))
        }}
      />
    </div>
  )
}
