/** What is said of events, channels and alerts: in one place, so that the bell and the settings say the same. */
import type { AlertRead, DeliveryRead, EventType, RuleRead } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'
import { formatDuration, formatPercent } from '@/shared/lib/format'

export const EVENT_WORDS: Readonly<Record<EventType, PlainText>> = {
  'run.failed': 'A run failed',
  'run.started': 'A run began',
  'run.succeeded': 'A run succeeded',
  'run.cancelled': 'A run was cancelled',
  'step.failed': 'A step failed',
  'approval.requested': 'An approval is asked for',
  'approval.reminded': 'An approval is still asked for',
  'alert.raised': 'An alert was raised',
  'alert.resolved': 'An alert is over',
  'credential.expiring': 'A credential expires soon',
  'workflow.published': 'A workflow was published',
}

export const EVENTS = Object.keys(EVENT_WORDS) as readonly EventType[]

/** Of a type that this app may not know yet. */
export const eventWords = (type: string) =>
  Object.hasOwn(EVENT_WORDS, type) ? t(EVENT_WORDS[type as EventType]) : type

export const CHANNEL_WORDS: Readonly<Record<RuleRead['channel'], PlainText>> = {
  mail: 'Mail',
  webhook: 'Webhook',
  slack: 'Slack',
  teams: 'Teams',
  discord: 'Discord',
  push: 'Push message',
}

export const DELIVERY_WORDS: Readonly<Record<DeliveryRead['status'], PlainText>> = {
  waiting: 'Waits',
  sending: 'Is tried again',
  delivered: 'Delivered',
  failed: 'Failed',
  dropped: 'Left out',
}

export const METRIC_WORDS: Readonly<Record<AlertRead['metric'], PlainText>> = {
  failure_rate: 'Failure rate',
  duration: 'Duration',
  waiting: 'Waiting time',
}

type Data = { readonly [name: string]: unknown }

const text = (data: Data, name: string) => {
  const value = data[name]
  return typeof value === 'string' ? value : ''
}

/** The line of an entry. */
export function headline(type: string, data: Data): string {
  const workflow = text(data, 'workflow') || t('A deleted workflow')
  switch (type) {
    case 'run.failed':
      return t('{workflow} failed', { workflow })
    case 'approval.requested':
      return t('{workflow} asks: {title}', { workflow, title: text(data, 'title') })
    case 'approval.reminded':
      return t('{workflow} still asks: {title}', { workflow, title: text(data, 'title') })
    case 'credential.expiring':
      return t('The credential {name} expires soon', { name: text(data, 'name') })
    case 'alert.raised':
    case 'alert.resolved':
      return `${eventWords(type)}: ${text(data, 'name')}`
    default:
      return `${eventWords(type)}: ${workflow}`
  }
}

/** What is said below it; empty: nothing. */
export function subline(type: string, data: Data): string {
  if (type.startsWith('alert.')) {
    const metric = data.metric as AlertRead['metric']
    const { value, threshold } = data
    if (typeof value !== 'number' || typeof threshold !== 'number') return ''
    return t('{workflow}: {value}, limit {limit}', {
      workflow: text(data, 'workflow') || t('A deleted workflow'),
      value: amount(metric, value),
      limit: amount(metric, threshold),
    })
  }
  const { error } = data
  return error && typeof error === 'object' ? text({ ...error }, 'message') : ''
}

/** `20%`, in German `20 %`; or `3 min 12 s`. */
export const amount = (metric: AlertRead['metric'], value: number) =>
  metric === 'failure_rate' ? formatPercent(Math.round(value) / 100) : formatDuration(value * 1_000)

type Place =
  | { to: '/runs/$runId'; params: { runId: string } }
  | { to: '/workflows/$workflowId'; params: { workflowId: string } }
  | { to: '/approvals' | '/settings/credentials' | '/settings/notifications' }

/** Where an entry leads. */
export function placeOf(type: string, data: Data): Place {
  if (type.startsWith('approval.')) return { to: '/approvals' }
  if (type === 'credential.expiring') return { to: '/settings/credentials' }
  const runId = text(data, 'run_id')
  if (runId) return { to: '/runs/$runId', params: { runId } }
  const workflowId = text(data, 'workflow_id')
  if (workflowId) return { to: '/workflows/$workflowId', params: { workflowId } }
  return { to: '/settings/notifications' }
}
