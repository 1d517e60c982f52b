import { useMemo } from 'react'
import type { ExpressionScope } from '@/features/expression'
import { FieldList } from './field-list'
import type { FormValue } from './fields'
import type { FieldFault, Form } from './form'
import type { Schema } from './schema'

type SchemaFormProps = {
  /** Different for each thing that is edited; begins the ids of the controls. */
  formId: string
  schema: Schema
  value: FormValue
  /** The whole new value, and where in it the change was. */
  onValue: (value: FormValue, pointer: string) => void
  /** May fields hold expressions? */
  expressions: boolean
  scope?: ExpressionScope | undefined
  /** By name, of fields of the form itself that see more than the others. */
  scopes?: ReadonlyMap<string, ExpressionScope>
  /** By JSON pointer; shown under their fields. */
  faults?: ReadonlyMap<string, readonly FieldFault[]>
}

const NO_FAULTS: ReadonlyMap<string, readonly FieldFault[]> = new Map()

/** A form made from a JSON Schema with `x-ui` hints: a new node type needs no code here. */
export function SchemaForm(props: SchemaFormProps) {
  const { formId, schema, value, onValue, expressions, scope, scopes, faults = NO_FAULTS } = props
  const form = useMemo<Form>(
    () => ({
      Fields: FieldList,
      inherited: 'allow',
      formId,
      root: schema,
      expressions,
      scope,
      scopes,
      faults,
    }),
    [formId, schema, expressions, scope, scopes, faults],
  )
  return (
    <FieldList
      form={form}
      schema={schema}
      pointer=""
      value={value}
      onValue={(next, at) => onValue((next ?? {}) as FormValue, at)}
    />
  )
}
