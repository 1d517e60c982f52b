/** Controls of single values: text, numbers, choices, switches. */
import { useState } from 'react'
import { Roomy } from '@/features/expression'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Switch } from '@/shared/ui/checkbox'
import { Input, Textarea } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import type { ControlProps } from './form'
import { durationWords, parseNumber } from './numbers'

const asText = (value: JsonValue | undefined) =>
  typeof value === 'string'
    ? value
    : value === undefined || value === null
      ? ''
      : JSON.stringify(value)

export function TextControl({ field, pointer, value, onValue, wiring }: ControlProps) {
  return (
    <Input
      {...wiring}
      value={asText(value)}
      placeholder={field.hint.placeholder}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onValue(event.target.value, pointer)}
    />
  )
}

export function TextAreaControl({ field, pointer, value, onValue, wiring }: ControlProps) {
  return (
    <Roomy label={field.title}>
      {(isLarge) => (
        <Textarea
          {...(isLarge ? { 'aria-label': field.title, autoFocus: true, rows: 20 } : wiring)}
          value={asText(value)}
          placeholder={field.hint.placeholder}
          onChange={(event) => onValue(event.target.value, pointer)}
          className="pr-8"
        />
      )}
    </Roomy>
  )
}

/** What is not a number yet stays in the field and is not passed on. */
export function NumberControl({ field, pointer, value, onValue, wiring }: ControlProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const integer = field.shape.kind === 'number' && field.shape.integer
  const isDuration = field.hint.widget === 'duration'
  const shown = typed !== null && parseNumber(typed, integer) === value ? typed : asText(value)
  const words = isDuration && typeof value === 'number' ? durationWords(value) : ''
  return (
    <div className="flex items-center gap-2">
      <Input
        {...wiring}
        inputMode={integer ? 'numeric' : 'decimal'}
        value={typed !== null && parseNumber(typed, integer) === undefined ? typed : shown}
        placeholder={field.hint.placeholder}
        className="num w-32"
        onBlur={() => setTyped(null)}
        onChange={(event) => {
          setTyped(event.target.value)
          const number = parseNumber(event.target.value, integer)
          if (number !== undefined) onValue(number, pointer)
          else if (event.target.value.trim() === '') onValue(undefined, pointer)
          else if (event.target.value.includes('{{')) onValue(event.target.value, pointer)
        }}
      />
      {field.hint.unit && <span className="text-ink-3 text-xs">{field.hint.unit}</span>}
      {words && <span className="text-ink-3 text-xs">= {words}</span>}
    </div>
  )
}

export function BooleanControl({ pointer, value, onValue, wiring }: ControlProps) {
  return (
    <div className="flex h-7 items-center gap-2">
      <Switch
        {...wiring}
        checked={value === true}
        onCheckedChange={(checked) => onValue(checked, pointer)}
      />
      <span aria-hidden className="text-ink-3 text-xs">
        {value === true ? t('On') : t('Off')}
      </span>
    </div>
  )
}

const NO_CHOICE = { values: [], labels: {} }

/** The value itself stays to be seen: expressions and the API name it so. */
const named = (value: string, labels: Readonly<Record<string, string>>) => {
  const label = labels[value]
  if (!label) return value
  return value.trim() ? `${value} – ${label}` : label
}

export function ChoiceControl({ field, pointer, value, onValue, wiring }: ControlProps) {
  const { values, labels } = field.shape.kind === 'choice' ? field.shape : NO_CHOICE
  const { 'aria-label': label, id, ...rest } = wiring
  return (
    <Select
      {...rest}
      {...(id && { id })}
      {...(label && { 'aria-label': label })}
      value={value === undefined ? undefined : asText(value)}
      onValue={(next) =>
        onValue(
          values.find((each) => asText(each) === next),
          pointer,
        )
      }
      options={values.map((each) => ({ value: asText(each), label: named(asText(each), labels) }))}
    />
  )
}
