/** How something was done, of an audit entry. */
import type { AuditRead } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'

const HIDDEN: ReadonlySet<string> = new Set(['letter_id', 'new_run_id'])

/** What is told most often; the rest is said as it is called. */
const NAMES: Readonly<Record<string, PlainText>> = {
  account_id: 'account|detail',
  approval_id: 'approval|detail',
  by: 'by|detail',
  cases: 'cases|detail',
  code: 'code|detail',
  count: 'count|detail',
  decision: 'decision|detail',
  email: 'email|detail',
  expires_at: 'expires|detail',
  for: 'for|detail',
  iteration: 'iteration|detail',
  mode: 'mode|detail',
  name: 'name|detail',
  node_id: 'step|detail',
  node_ids: 'steps|detail',
  reason: 'reason|detail',
  role: 'role|detail',
  source: 'source|detail',
  times: 'times|detail',
  type: 'type|detail',
  version: 'version|detail',
  via: 'via|detail',
  workflow_id: 'workflow|detail',
}

const nameOf = (name: string) => {
  const known = NAMES[name]
  return known ? t(known) : name.replaceAll('_', ' ')
}

/** In a few facts: `node charge · reason: wrong customer`. What says nothing is left out. */
export function actFacts({ details }: Pick<AuditRead, 'details'>): string[] {
  return Object.entries(details).flatMap(([name, value]) => {
    if (HIDDEN.has(name) || value === null || value === '' || isEmptyList(value)) return []
    return [`${nameOf(name)}: ${words(value)}`]
  })
}

const words = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(words).join(', ')
    : typeof value === 'object' && value !== null
      ? JSON.stringify(value)
      : String(value)

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0
