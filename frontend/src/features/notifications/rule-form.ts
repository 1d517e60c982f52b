/** The form of a rule: its channels' fields, and what is sent. */
import type { Schema } from '@/features/schema-form'
import type { EventType, JsonValue, RuleCreate, RuleRead } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'

export type Channel = RuleRead['channel']

export type RuleDraft = {
  name: string
  events: readonly EventType[]
  /** Id of one workflow; `ANY`: of all; `SEVERAL`: those that it has. */
  workflow: string
  channel: Channel
  config: { [name: string]: JsonValue }
  quiet: string
}

export const ANY = 'any'
export const SEVERAL = 'several'

export const QUIET: readonly { value: string; label: PlainText }[] = [
  { value: '0', label: 'None: each event is a message' },
  { value: '300', label: '5 minutes' },
  { value: '900', label: '15 minutes' },
  { value: '3600', label: 'An hour' },
  { value: '86400', label: 'A day' },
]

export const draftOf = (rule: RuleRead | undefined): RuleDraft => ({
  name: rule?.name ?? '',
  events: (rule?.events as readonly EventType[] | undefined) ?? ['run.failed', 'alert.raised'],
  workflow: workflowOf(rule?.workflow_ids ?? []),
  channel: rule?.channel ?? 'mail',
  config: (rule?.config as RuleDraft['config'] | undefined) ?? {},
  quiet: String(rule?.quiet_s ?? 300),
})

const workflowOf = ([first, second]: readonly string[]) => (second ? SEVERAL : (first ?? ANY))

export const bodyOf = (draft: RuleDraft, rule: RuleRead | undefined): RuleCreate => ({
  name: draft.name.trim(),
  events: [...draft.events],
  workflow_ids:
    draft.workflow === SEVERAL
      ? (rule?.workflow_ids ?? [])
      : draft.workflow === ANY
        ? []
        : [draft.workflow],
  channel: draft.channel,
  config: draft.config,
  quiet_s: Number(draft.quiet),
  paused: rule?.paused ?? false,
})

const credential = (types: string, description: string) => ({
  type: 'string',
  title: t('Credential'),
  description,
  'x-ui': { widget: 'credential', credential_type: types, expression: 'never' },
})

const object = (properties: { [name: string]: object }, required: readonly string[]) =>
  ({ type: 'object', properties, required }) as Schema

/** The fields of a channel, as `noria.notices` reads them. */
export function schemaOf(channel: Channel): Schema {
  switch (channel) {
    case 'mail':
      return object(
        { to: { type: 'array', title: t('To'), items: { type: 'string', title: t('Address') } } },
        ['to'],
      )
    case 'webhook':
      return object(
        {
          url: { type: 'string', title: t('URL') },
          credential: credential('signing_secret|generic|bearer', t('The secret that signs.')),
        },
        ['url', 'credential'],
      )
    case 'slack':
      return object(
        {
          credential: credential('bearer|webhook_url', t('A bot’s token, or a webhook’s URL.')),
          channel: { type: 'string', title: t('Channel'), default: '' },
          signing_secret: {
            ...credential(
              'signing_secret',
              t('Of the Slack app: approvals then come with buttons that answer them.'),
            ),
            title: t('Signing secret'),
          },
          people: {
            type: 'object',
            title: t('Who may press the buttons'),
            description: t('Member id in Slack, as `U0123ABCD`, and the email whose answer it is.'),
            additionalProperties: { type: 'string' },
            default: {},
          },
        },
        ['credential'],
      )
    case 'push':
      return object(
        {
          server: { type: 'string', title: t('Server'), default: 'https://ntfy.sh' },
          topic: { type: 'string', title: t('Topic') },
          credential: credential('bearer|basic', t('Where the topic is not open to all.')),
        },
        ['topic'],
      )
    default:
      return object({ credential: credential('webhook_url', t('The channel’s webhook.')) }, [
        'credential',
      ])
  }
}
