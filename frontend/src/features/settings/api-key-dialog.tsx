import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ApiKeyCreate, Permission, ServiceAccountRead } from '@/shared/api/types'
import { labelled, type PlainText, t } from '@/shared/i18n/texts'
import { Checkbox } from '@/shared/ui/checkbox'
import { CodeBlock } from '@/shared/ui/code-block'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { NameField } from '@/shared/ui/name-field'
import { Select } from '@/shared/ui/select'
import { apiKeysKey, createApiKey } from './api-keys-queries'

const PERMISSIONS: readonly { value: Permission; label: PlainText }[] = [
  { value: 'read', label: 'Read workflows and runs' },
  { value: 'edit', label: 'Edit and publish workflows' },
  { value: 'run', label: 'Start and cancel runs' },
  { value: 'credentials', label: 'Make and change credentials' },
  { value: 'members', label: 'Invite and remove members' },
  { value: 'manage', label: 'Manage the workspace' },
]

const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'never', label: 'Until it is revoked' },
] as const

type Lifetime = (typeof LIFETIMES)[number]['value']

const DAY_MS = 86_400_000

const expiry = (lifetime: Lifetime) =>
  lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * DAY_MS).toISOString()

type ApiKeyDialogProps = {
  /** Whom the key acts for; none: who makes it. */
  serviceAccount?: ServiceAccountRead
  onClose: () => void
}

/** Makes a key, then shows it: this once. */
export function ApiKeyDialog({ serviceAccount, onClose }: ApiKeyDialogProps) {
  const queryClient = useQueryClient()
  const create = useMutation({
    mutationFn: (body: ApiKeyCreate) =>
      createApiKey({ ...body, service_account_id: serviceAccount?.id ?? null }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysKey }),
  })
  const [name, setName] = useState('')
  const [permissions, setPermissions] = useState<Permission[]>(['read', 'edit', 'run'])
  const [lifetime, setLifetime] = useState<Lifetime>('90')
  const [tried, setTried] = useState(false)
  const toggle = (permission: Permission, on: boolean) =>
    setPermissions((before) =>
      PERMISSIONS.map(({ value }) => value).filter((value) =>
        value === permission ? on : before.includes(value),
      ),
    )
  const submit = () => {
    setTried(true)
    if (!name.trim() || permissions.length === 0) return
    create.mutate({ name: name.trim(), permissions, expires_at: expiry(lifetime) })
  }
  const made = create.data
  return (
    <FormDialog
      title={made ? t('Copy your key now') : titleOf(serviceAccount)}
      {...(made && {
        description: t('It is not shown again; only its beginning is kept readable.'),
      })}
      action={t('Create')}
      busy={create.isPending}
      error={create.error}
      result={made && <CodeBlock code={made.key} label={t('API key')} />}
      onClose={onClose}
      onSubmit={submit}
    >
      <NameField
        value={name}
        onValue={setName}
        error={tried && !name.trim() ? t('Write what the key is for.') : undefined}
        placeholder={t('Nightly import')}
      />
      <PermissionChoice permissions={permissions} onToggle={toggle} tried={tried} />
      <Field label={t('Ends after')}>
        {(wiring) => (
          <Select
            {...wiring}
            value={lifetime}
            onValue={setLifetime}
            options={labelled(LIFETIMES)}
          />
        )}
      </Field>
    </FormDialog>
  )
}

const titleOf = (account: ServiceAccountRead | undefined) =>
  account ? t('New API key for “{name}”', { name: account.name }) : t('New API key')

type PermissionChoiceProps = {
  permissions: readonly Permission[]
  onToggle: (permission: Permission, on: boolean) => void
  tried: boolean
}

function PermissionChoice({ permissions, onToggle, tried }: PermissionChoiceProps) {
  const id = useId()
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-ink-2">{t('It may')}</legend>
      {PERMISSIONS.map(({ value, label }) => (
        <div key={value} className="flex h-8 items-center gap-2.5">
          <Checkbox
            id={id + value}
            checked={permissions.includes(value)}
            onCheckedChange={(on) => onToggle(value, on === true)}
          />
          <label htmlFor={id + value}>{t(label)}</label>
        </div>
      ))}
      {tried && permissions.length === 0 && (
        <p className="text-failed text-xs">{t('Choose at least one.')}</p>
      )}
    </fieldset>
  )
}
