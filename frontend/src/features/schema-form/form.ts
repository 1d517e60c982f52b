/** What all fields of one form share, and what one field gets. */

import type { ComponentType } from 'react'
import type { CodeWiring, ExpressionFault, ExpressionScope } from '@/features/expression'
import type { JsonValue } from '@/shared/api/types'
import type { FormValue } from './fields'
import type { Field, Schema } from './schema'

export type FieldFault = ExpressionFault & { severity: 'error' | 'warning' }

export type FieldsProps = {
  form: Form
  /** Of an object. */
  schema: Schema
  pointer: string
  value: FormValue
  onValue: OnValue
}

export type Form = {
  /** Shows the fields of an object: controls made of other fields call it, so that none imports it. */
  Fields: ComponentType<FieldsProps>
  /** Begins the ids of all controls. */
  formId: string
  /** Where `$ref`s lead. */
  root: Schema
  /** May fields hold expressions? Not in the form of a run's input. */
  expressions: boolean
  /** What counts for fields without a hint of their own: that of the field around them. */
  inherited: 'allow' | 'never'
  /** The same fields have told what they are for: items of a list after the first. */
  isRepeat?: boolean
  scope: ExpressionScope | undefined
  /** By name, of fields of the form itself that see more than the others. */
  scopes: ReadonlyMap<string, ExpressionScope> | undefined
  /** By JSON pointer. */
  faults: ReadonlyMap<string, readonly FieldFault[]>
}

/** Undefined takes the value away. The pointer says where in the form the change was. */
export type OnValue = (value: JsonValue | undefined, pointer: string) => void

export type ControlProps = {
  form: Form
  field: Field
  /** The values of all fields that are beside it, its own among them. */
  siblings: FormValue
  /** Of the field, in the form. */
  pointer: string
  /** The field's default where the document has none. */
  value: JsonValue | undefined
  onValue: OnValue
  /** Sets several of the siblings at once. */
  onFields: (fields: FormValue) => void
  wiring: CodeWiring
}

/** Faults at the field itself, and below it for one whose parts have no fields of their own. */
export function faultsAt(form: Form, pointer: string, below: boolean): readonly FieldFault[] {
  if (!below) return form.faults.get(pointer) ?? []
  return [...form.faults].flatMap(([at, faults]) =>
    at === pointer || at.startsWith(`${pointer}/`) ? faults : [],
  )
}
