/** An answer as it is written, and what the server says of it. Pure. */
import type { FieldFault } from '@/features/schema-form'
import { ApiError } from '@/shared/api/error'
import type { ApprovalRead } from '@/shared/api/types'

const DATA = '/data'

/** The form's own faults, by their place in it: the server checks by the same schema. */
export function formFaults(error: unknown): Map<string, FieldFault[]> {
  const faults = new Map<string, FieldFault[]>()
  const problems = error instanceof ApiError ? error.problems : []
  for (const { field, message, severity } of problems) {
    if (!field?.startsWith(DATA)) continue
    const pointer = field.slice(DATA.length)
    const known = faults.get(pointer) ?? []
    faults.set(pointer, [...known, { message, severity, line: null, column: null }])
  }
  return faults
}

/** Can the form be filled in field by field? Else its data is written as JSON. */
export const hasFields = (form: ApprovalRead['form']) =>
  form?.type === 'object' && Object.keys((form.properties as object | undefined) ?? {}).length > 0

/** Who may answer, in words. */
export function whoMayAnswer({ assignees }: Pick<ApprovalRead, 'assignees'>): string {
  return assignees.length > 0 ? assignees.join(', ') : 'everybody who may run workflows'
}
