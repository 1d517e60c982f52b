import { type ReactNode, useId, useMemo, useState } from 'react'
import { ApiError } from '@/shared/api/error'
import type { CredentialRead, CredentialTypeRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { CodeBlock } from '@/shared/ui/code-block'
import { codeWords } from '@/shared/ui/code-words'
import { Field } from '@/shared/ui/field'
import { DialogForm } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import {
  type CredentialDraft,
  draftOf,
  fieldFaults,
  formSchema,
  hiddenSecrets,
  hostsOf,
  type Schema,
  storedSecrets,
  type Values,
} from './credential-draft'
import { CredentialReach } from './credential-reach'
import { StoredSecrets } from './stored-secrets'

export type FieldsProps = {
  formId: string
  schema: Schema
  value: Values
  onValue: (value: Values) => void
  faults: ReturnType<typeof fieldFaults>
}

/** Shows the fields of a type: forms are a feature of their own, handed in. */
export type ShowFields = (props: FieldsProps) => ReactNode

type CredentialFormProps = {
  fields: ShowFields
  known: readonly CredentialTypeRead[]
  credential?: CredentialRead
  types?: readonly string[]
  /** Why the server refused what was sent last. */
  error: unknown
  busy: boolean
  onClose: () => void
  onSend: (type: CredentialTypeRead, draft: CredentialDraft) => void
}

const NO_PROBLEMS: ApiError['problems'] = []

/** What one credential holds, where it may go, and who may use it. */
export function CredentialForm(props: CredentialFormProps) {
  const { credential, known, types, fields, error, busy, onClose, onSend } = props
  const formId = useId()
  const offered = known.filter((each) => !types?.length || types.includes(each.type))
  const [typeName, setTypeName] = useState(credential?.type ?? offered[0]?.type ?? '')
  const [draft, setDraft] = useState(() => draftOf(credential))
  const [tried, setTried] = useState(false)
  const type = known.find((each) => each.type === typeName)
  const problems = error instanceof ApiError ? error.problems : NO_PROBLEMS
  const faults = useMemo(() => fieldFaults(problems), [problems])
  if (!type) {
    return <p className="pb-2 text-ink-2">{t('This installation has no such credential type.')}</p>
  }
  const change = (part: Partial<CredentialDraft>) => setDraft((before) => ({ ...before, ...part }))
  const stored = storedSecrets(type, credential)
  const schema = formSchema(type, hiddenSecrets(stored, draft))
  const isWhole = draft.name.trim() !== '' && (!type.asks_hosts || hostsOf(draft.hosts).length > 0)
  const submit = () => {
    setTried(true)
    if (isWhole) onSend(type, draft)
  }
  return (
    <DialogForm
      action={credential ? t('Save') : t('Create')}
      autoComplete="off"
      busy={busy}
      error={error}
      onClose={onClose}
      onSubmit={submit}
    >
      {!credential && (
        <TypeChoice
          offered={offered}
          type={type}
          onType={(next) => {
            setTypeName(next)
            change({ values: {} })
          }}
        />
      )}
      <NameFields draft={draft} tried={tried} onChange={change} />
      {typeName === 'oauth2_code' && <RedirectUrl />}
      {Object.keys(schema.properties as object).length > 0 &&
        fields({
          formId: `${formId}-${typeName}`,
          schema,
          value: draft.values,
          onValue: (values) => change({ values }),
          faults,
        })}
      <StoredSecrets stored={stored} draft={draft} onChange={change} />
      <CredentialReach type={type} draft={draft} tried={tried} onChange={change} />
    </DialogForm>
  )
}

type TypeChoiceProps = {
  offered: readonly CredentialTypeRead[]
  type: CredentialTypeRead
  onType: (type: string) => void
}

function TypeChoice({ offered, type, onType }: TypeChoiceProps) {
  return (
    <Field label={t('Type')} hint={codeWords(type.description)}>
      {(wiring) => (
        <Select
          {...wiring}
          value={type.type}
          onValue={onType}
          options={offered.map((each) => ({ value: each.type, label: each.title }))}
        />
      )}
    </Field>
  )
}

type NameFieldsProps = {
  draft: CredentialDraft
  tried: boolean
  onChange: (part: Partial<CredentialDraft>) => void
}

function NameFields({ draft, tried, onChange }: NameFieldsProps) {
  return (
    <>
      <Field
        label={t('Name')}
        hint={t('Steps name the credential by it.')}
        error={tried && !draft.name.trim() ? t('Write what it is for.') : undefined}
        required
      >
        {(wiring) => (
          <Input
            {...wiring}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
            maxLength={100}
            placeholder="Shop API"
          />
        )}
      </Field>
      <Field label={t('Description')}>
        {(wiring) => (
          <Input
            {...wiring}
            value={draft.description}
            onChange={(event) => onChange({ description: event.target.value })}
            maxLength={2_000}
            placeholder={t('Whose it is, and who to ask for a new one')}
          />
        )}
      </Field>
    </>
  )
}

/** What the service has to be told before it sends anybody back here. */
function RedirectUrl() {
  return (
    <div className="space-y-1">
      <p className="font-medium text-ink-2 text-sm">{t('Redirect URL')}</p>
      <CodeBlock code={`${location.origin}/oauth2/callback`} label={t('redirect URL')} />
      <p className="text-ink-3 text-xs">
        {t(
          'Name it at the service when you register the application. After saving, choose Connect.',
        )}
      </p>
    </div>
  )
}
