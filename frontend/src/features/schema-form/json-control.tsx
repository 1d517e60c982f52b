import { JsonField } from '@/features/expression'
import type { ControlProps } from './form'

/** Any JSON value; its strings may hold expressions. */
export function JsonControl({ form, field, pointer, value, onValue, wiring }: ControlProps) {
  return (
    <JsonField
      value={value ?? null}
      onValue={(next) => onValue(next, pointer)}
      label={field.title}
      place={form.formId + pointer}
      scope={form.expressions ? form.scope : undefined}
      wiring={wiring}
    />
  )
}
