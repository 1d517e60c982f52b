/** Audit entries in words. No React. */
import type { AuditRead } from '@/shared/api/types'

/** What things are called, by the first part of an action. */
const OBJECTS: Readonly<Record<string, string>> = {
  account: 'account',
  api_key: 'API key',
  approval: 'approval',
  audit: 'audit trail',
  bulk: 'bulk action',
  circuit: 'circuit',
  credential: 'credential',
  dead_letter: 'dead letter',
  folder: 'folder',
  invitation: 'invitation',
  member: 'member',
  passkey: 'passkey',
  run: 'run',
  second_factor: 'second factor',
  service_account: 'service account',
  session: 'session',
  trigger: 'trigger',
  workflow: 'workflow',
  workspace: 'workspace',
}

export const OBJECT_TYPES = Object.entries(OBJECTS).map(([value, label]) => ({ value, label }))

export const objectWord = (type: string): string => OBJECTS[type] ?? type.replaceAll('_', ' ')

/** `credential.create` → `credential: create`; `run.retry_step` → `run: retry step`. */
export function actionWords(action: string): string {
  const [type = '', verb = ''] = action.split('.')
  return `${objectWord(type)}: ${verb.replaceAll('_', ' ')}`
}

export const whoDid = ({ account }: Pick<AuditRead, 'account'>): string =>
  account?.name || account?.email || 'Noria'

export const RESULTS = [
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
] as const

export type AuditFilters = {
  accountId?: string | undefined
  type?: string | undefined
  action?: string | undefined
  result?: AuditRead['result'] | undefined
  /** Days, as the browser's date fields give them; both count. */
  from?: string | undefined
  to?: string | undefined
}

const DAY_MS = 86_400_000

/** A day of this person's clock as its first moment; undefined for what is no day. */
function dayStart(day: string | undefined, later = 0): string | undefined {
  const time = day ? new Date(`${day}T00:00:00`).getTime() : Number.NaN
  return Number.isNaN(time) ? undefined : new Date(time + later).toISOString()
}

/** As the API takes it; what is half written asks for nothing. */
const ACTION = /^[a-z][a-z_]*\.[a-z][a-z_]*$/

/** Query parameters of the API. */
export const filterQuery = (filters: AuditFilters) =>
  Object.fromEntries(
    Object.entries({
      account_id: filters.accountId,
      target_type: filters.type,
      action: ACTION.test(filters.action ?? '') ? filters.action : undefined,
      result: filters.result,
      since: dayStart(filters.from),
      until: dayStart(filters.to, DAY_MS),
    }).filter(([, value]) => value !== undefined),
  ) as {
    account_id?: string
    target_type?: string
    action?: string
    result?: AuditRead['result']
    since?: string
    until?: string
  }
