/** What the choices of the runs list are called. */
import type { PlainText } from '@/shared/i18n/texts'
import type { TriggerType, Within } from './run-filters'

export const TRIGGER_WORDS: Readonly<Record<TriggerType, PlainText>> = {
  manual: 'By hand or script',
  webhook: 'Webhook',
  schedule: 'Schedule',
  event: 'Event',
  chat: 'Chat',
  workflow: 'Another workflow',
  form: 'Form',
  poll: 'Poll',
  email: 'E-mail',
}

export const WITHIN_WORDS: Readonly<Record<Within, PlainText>> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
}
