/** Fixed value or expression: which of the two a field shows, and how one becomes the other. */
import { hasExpression } from '@/features/expression'
import type { JsonValue } from '@/shared/api/types'
import { initialValue } from './fields'
import type { Form } from './form'
import type { Field } from './schema'

export type Mode = 'fixed' | 'expression'

const WITHOUT_TOGGLE: ReadonlySet<Field['shape']['kind']> = new Set(['objects', 'object', 'union'])

/** Has the field a toggle? Objects and lists of them have it on their parts. */
export function hasToggle(form: Form, field: Field): boolean {
  const { expression = form.inherited } = field.hint
  return form.expressions && expression === 'allow' && !WITHOUT_TOGGLE.has(field.shape.kind)
}

/** Braces in the value decide; without any it is what was chosen. */
export function modeOf(value: JsonValue | undefined, chosen: Mode | null): Mode {
  return hasExpression(value) ? 'expression' : (chosen ?? 'fixed')
}

/** The value to begin with in the other mode. */
export function valueInMode(
  mode: Mode,
  value: JsonValue | undefined,
  field: Field,
  form: Form,
): JsonValue | undefined {
  if (mode === 'expression') return asExpression(value)
  if (!hasExpression(value)) return value
  return field.required ? initialValue(field.schema, form.root) : undefined
}

function asExpression(value: JsonValue | undefined): JsonValue {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : `{{ ${JSON.stringify(value)} }}`
}
