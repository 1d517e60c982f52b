/** Audit entries in words. No React. */

import type { AuditRead } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'
import { spanOf } from '@/shared/lib/day-span'
import { readDay, readOne, readText, readUuid, type SearchParams } from '@/shared/lib/search-params'

/** What things are called, by the first part of an action. */
const OBJECTS: Readonly<Record<string, PlainText>> = {
  account: 'account|object',
  alert_rule: 'alert rule|object',
  api_key: 'API key|object',
  approval: 'approval|object',
  audit: 'audit trail|object',
  bulk: 'bulk action|object',
  circuit: 'circuit|object',
  credential: 'credential|object',
  dead_letter: 'dead letter|object',
  document: 'document|object',
  event: 'event|object',
  folder: 'folder|object',
  invitation: 'invitation|object',
  knowledge_base: 'knowledge base|object',
  member: 'member|object',
  notification_rule: 'notification rule|object',
  passkey: 'passkey|object',
  run: 'run|object',
  second_factor: 'second factor|object',
  service_account: 'service account|object',
  session: 'session|object',
  trigger: 'trigger|object',
  workflow: 'workflow|object',
  workspace: 'workspace|object',
}

export const OBJECT_TYPES = Object.entries(OBJECTS).map(([value, label]) => ({ value, label }))

/** What was done, by the second part; acts that came since are said as they are called. */
const VERBS: Readonly<Record<string, PlainText>> = {
  accept: 'accept|act',
  add: 'add|act',
  answer: 'answer|act',
  archive: 'archive|act',
  break: 'break|act',
  cancel: 'cancel|act',
  change: 'change|act',
  change_password: 'change password|act',
  change_policy: 'change policy|act',
  change_role: 'change role|act',
  close: 'close|act',
  connect: 'connect|act',
  create: 'create|act',
  delete: 'delete|act',
  discard: 'discard|act',
  discard_many: 'discard many|act',
  duplicate: 'duplicate|act',
  end: 'end|act',
  end_others: 'end others|act',
  expire: 'about to expire|act',
  export: 'export|act',
  fail: 'fail|act',
  fail_step: 'fail step|act',
  fork: 'fork|act',
  import: 'import|act',
  index: 'index|act',
  leave: 'leave|act',
  link: 'link|act',
  name_version: 'name version|act',
  pause: 'pause|act',
  publish: 'publish|act',
  raise: 'raise|act',
  remove: 'remove|act',
  rename: 'rename|act',
  renew_codes: 'renew codes|act',
  request: 'request|act',
  resend: 'resend|act',
  reset_password: 'reset password|act',
  resolve: 'resolve|act',
  restore: 'restore|act',
  resume: 'resume|act',
  retry: 'retry|act',
  retry_step: 'retry step|act',
  revoke: 'revoke|act',
  rotate: 'rotate|act',
  send: 'send|act',
  settings: 'settings|act',
  skip_step: 'skip step|act',
  start: 'start|act',
  step: 'step|act',
  stop: 'stop|act',
  terminate: 'terminate|act',
  test: 'test|act',
  transfer: 'transfer|act',
  unarchive: 'unarchive|act',
  update: 'update|act',
  use_template: 'use template|act',
  withdraw: 'withdraw|act',
}

function said(words: Readonly<Record<string, PlainText>>, name: string): string {
  const known = words[name]
  return known ? t(known) : name.replaceAll('_', ' ')
}

/** `credential.create` → `credential: create`; `run.retry_step` → `run: retry step`. */
export function actionWords(action: string): string {
  const [type = '', verb = ''] = action.split('.')
  return `${said(OBJECTS, type)}: ${said(VERBS, verb)}`
}

export const whoDid = ({ account }: Pick<AuditRead, 'account'>): string =>
  account?.name || account?.email || t('Noria')

export const RESULTS = [
  { value: 'done', label: 'Done|result' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
] as const

/** As the URL holds them. */
export type AuditFilters = {
  /** Id of an account. */
  person?: string | undefined
  type?: string | undefined
  action?: string | undefined
  result?: AuditRead['result'] | undefined
  /** Days, as the browser's date fields give them; both count. */
  from?: string | undefined
  to?: string | undefined
}

const MAX_LENGTH = 100

export const readAuditFilters = (params: SearchParams): AuditFilters => ({
  person: readUuid(params.person),
  type: readOne(params.type, Object.keys(OBJECTS)),
  action: readText(params.action, MAX_LENGTH),
  result: readOne(
    params.result,
    RESULTS.map(({ value }) => value),
  ),
  from: readDay(params.from),
  to: readDay(params.to),
})

/** As the API takes it; what is half written asks for nothing. */
const ACTION = /^[a-z][a-z_]*\.[a-z][a-z_]*$/

/** Query parameters of the API. */
export const filterQuery = (filters: AuditFilters) =>
  Object.fromEntries(
    Object.entries({
      account_id: filters.person,
      target_type: filters.type,
      action: ACTION.test(filters.action ?? '') ? filters.action : undefined,
      result: filters.result,
      ...spanOf(filters),
    }).filter(([, value]) => value !== undefined),
  ) as {
    account_id?: string
    target_type?: string
    action?: string
    result?: AuditRead['result']
    since?: string
    until?: string
  }
