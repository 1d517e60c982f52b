import { labelled, type PlainText, t } from '@/shared/i18n/texts'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import type { RunKey } from '../api'

export const NO_KEY: RunKey = { key: '', key_policy: 'join' }

/** Null: the run is about nothing. */
export const keyOf = ({ key, key_policy }: RunKey): RunKey | null =>
  key.trim() ? { key: key.trim(), key_policy } : null

const POLICIES: readonly { value: RunKey['key_policy']; label: PlainText }[] = [
  { value: 'join', label: 'Show that run instead' },
  { value: 'reject', label: 'Refuse to start' },
  { value: 'cancel_previous', label: 'Cancel that run first' },
  { value: 'queue', label: 'Wait in line' },
]

const TELLS: Readonly<Record<RunKey['key_policy'], PlainText>> = {
  join: 'No new run starts: the one that goes on is the answer.',
  reject: 'No new run starts, and you are told which one goes on.',
  cancel_previous:
    'That run, and all that wait behind it, are cancelled; the new one starts once it has ended.',
  queue: 'The new run starts once that one has ended, behind those that came before.',
}

/** As the server takes them. */
const KEY = /^[!-~]*$/

const MAX_LENGTH = 200

type KeyFieldsProps = { value: RunKey; onValue: (value: RunKey) => void }

/** What the run is about, so that one run about it goes on at a time; folded away, as few need it. */
export function KeyFields({ value, onValue }: KeyFieldsProps) {
  return (
    <details>
      <summary className="text-ink-2">{t('More')}</summary>
      <div className="mt-2 flex flex-col gap-3">
        <Field
          label={t('Business key')}
          hint={t(
            'What the run is about, as order-4711: of the runs with one key, one goes on at a time.',
          )}
          error={
            KEY.test(value.key.trim())
              ? undefined
              : t('A key has no spaces, and only letters, digits and signs of ASCII.')
          }
        >
          {(wiring) => (
            <Input
              {...wiring}
              value={value.key}
              maxLength={MAX_LENGTH}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => onValue({ ...value, key: event.target.value })}
              className="font-mono"
            />
          )}
        </Field>
        <Field label={t('While another run with it goes on')} hint={t(TELLS[value.key_policy])}>
          {(wiring) => (
            <Select
              {...wiring}
              value={value.key_policy}
              onValue={(key_policy) => onValue({ ...value, key_policy })}
              options={labelled(POLICIES)}
            />
          )}
        </Field>
      </div>
    </details>
  )
}
