/** The input of the next run: remembered on this machine, checked by the schema before it is sent. */

import { type OutputUnit, Validator } from '@cfworker/json-schema'
import { exampleOf, type FormValue } from '@/features/schema-form'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'

type Schema = { readonly [key: string]: JsonValue }

const KEY = 'noria.run-input.'

/** What was given last, else what the schema's examples and defaults say. */
export function firstInput(workflowId: string, schema: Schema): FormValue {
  const stored = readStored(workflowId)
  if (stored && inputFaults(schema, stored).size === 0) return stored
  const example = exampleOf(schema)
  return isObject(example) ? example : {}
}

export const rememberInput = (workflowId: string, input: FormValue) =>
  localStorage.setItem(KEY + workflowId, JSON.stringify(input))

function readStored(workflowId: string): FormValue | null {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY + workflowId) ?? 'null') as JsonValue
    return isObject(stored) ? stored : null
  } catch {
    return null
  }
}

const isObject = (value: JsonValue): value is { [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is wrong, by JSON pointer. A hint: the server checks again. */
export function inputFaults(schema: Schema, input: FormValue): Map<string, string> {
  const faults = new Map<string, string>()
  const { errors } = new Validator(schema, '2020-12', false).validate(input)
  for (const error of errors) {
    const { pointer, message } = faultOf(error)
    if (!faults.has(pointer)) faults.set(pointer, message)
  }
  return faults
}

/** The fault of a missing field belongs under that field. */
function faultOf({ keyword, instanceLocation, error }: OutputUnit) {
  const pointer = instanceLocation.replace(/^#/, '')
  const missing = keyword === 'required' ? /"([^"]+)"/.exec(error)?.[1] : undefined
  return missing
    ? { pointer: `${pointer}/${missing}`, message: t('This field is required.') }
    : { pointer, message: error }
}

/** Can the schema be shown as a form? Else its input is written as JSON. */
export const hasForm = (schema: Schema) =>
  schema.type === 'object' && Object.keys(schema.properties ?? {}).length > 0
