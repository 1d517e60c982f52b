/** An answer as it is written, and what the server says of it. Pure. */
import type { FieldFault } from '@/features/schema-form'
import { ApiError, type Problem } from '@/shared/api/error'
import type { ApprovalRead, JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'

const DATA = '/data'

const REQUIRED = /"([^"]+)" is a required property/

type FormFaults = {
  /** By their place in the form: the server checks by the same schema. */
  byField: Map<string, FieldFault[]>
  /** There are others, which no field can show. */
  hasOthers: boolean
}

export function formFaults(error: unknown): FormFaults {
  const byField = new Map<string, FieldFault[]>()
  const problems = error instanceof ApiError ? error.problems : []
  for (const problem of problems) {
    const { pointer, message } = placeOf(problem)
    if (!pointer) continue
    const fault = { message, severity: problem.severity, line: null, column: null }
    byField.set(pointer, [...(byField.get(pointer) ?? []), fault])
  }
  const hasOthers = problems.length === 0 || problems.some((each) => !placeOf(each).pointer)
  return { byField, hasOthers: hasOthers && error !== null }
}

/** A missing field is a fault of what is around it, but is shown where it should be. */
function placeOf({ field, message }: Problem): { pointer: string; message: string } {
  if (!field?.startsWith(DATA)) return { pointer: '', message }
  const missing = REQUIRED.exec(message)?.[1]
  const pointer = field.slice(DATA.length)
  return missing
    ? { pointer: `${pointer}/${missing}`, message: t('This field is required.') }
    : { pointer, message }
}

/** Can the form be filled in field by field? Else its data is written as JSON. */
export const hasFields = (form: ApprovalRead['form']) =>
  form?.type === 'object' && Object.keys((form.properties as object | undefined) ?? {}).length > 0

/** Who may answer, in words. */
export function whoMayAnswer({ assignees }: Pick<ApprovalRead, 'assignees'>): string {
  return assignees.length > 0 ? assignees.join(', ') : t('everybody who may run workflows')
}

type Property = { type?: unknown; default?: JsonValue }

/** What the form begins with: what it says itself, and no box ticked. Nothing is answered unasked. */
export function firstAnswer(form: ApprovalRead['form']): { [field: string]: JsonValue } {
  const properties = (form?.properties ?? {}) as Readonly<Record<string, Property>>
  const answer: { [field: string]: JsonValue } = {}
  for (const [name, property] of Object.entries(properties)) {
    if (property.default !== undefined) answer[name] = property.default
    else if (property.type === 'boolean') answer[name] = false
  }
  return answer
}
