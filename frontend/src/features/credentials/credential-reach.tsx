import { useId } from 'react'
import type { CredentialTypeRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Checkbox } from '@/shared/ui/checkbox'
import { Field } from '@/shared/ui/field'
import { Input, Textarea } from '@/shared/ui/input'
import { type CredentialDraft, hostsOf } from './credential-draft'

type CredentialReachProps = {
  type: CredentialTypeRead
  draft: CredentialDraft
  tried: boolean
  onChange: (part: Partial<CredentialDraft>) => void
}

/** Where it may be sent, for how long it is good, and who may use it. */
export function CredentialReach({ type, draft, tried, onChange }: CredentialReachProps) {
  const id = useId()
  const hint = t('One a line, as api.example.com or *.example.com. It is sent nowhere else.')
  const usual = t('Left empty: {hosts}.', { hosts: type.hosts.join(', ') })
  const isMissing = tried && type.asks_hosts && hostsOf(draft.hosts).length === 0
  return (
    <>
      {(type.asks_hosts || type.hosts.length > 0) && (
        <Field
          label={t('Allowed hosts')}
          hint={type.hosts.length > 0 ? `${hint} ${usual}` : hint}
          error={
            isMissing
              ? t('Say which hosts may get it, as api.example.com; * is any host.')
              : undefined
          }
          required={type.asks_hosts}
        >
          {(wiring) => (
            <Textarea
              {...wiring}
              rows={2}
              spellCheck={false}
              className="font-mono text-xs"
              value={draft.hosts}
              placeholder="api.example.com"
              onChange={(event) => onChange({ hosts: event.target.value })}
            />
          )}
        </Field>
      )}
      <Field
        label={t('Good until')}
        hint={t('A week before the end of this day people are told. Left empty: it does not end.')}
      >
        {(wiring) => (
          <Input
            {...wiring}
            type="date"
            className="w-40"
            value={draft.lastDay}
            onChange={(event) => onChange({ lastDay: event.target.value })}
          />
        )}
      </Field>
      <div className="flex min-h-8 items-center gap-2.5">
        <Checkbox
          id={id}
          checked={draft.isPrivate}
          onCheckedChange={(on) => onChange({ isPrivate: on === true })}
        />
        <label htmlFor={id}>{t('Private: only I and who manages the workspace may use it')}</label>
      </div>
    </>
  )
}
