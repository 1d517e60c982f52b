import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bot, KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ServiceAccountRead } from '@/shared/api/types'
import { labelled, t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { NameField } from '@/shared/ui/name-field'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify, notifyError } from '@/shared/ui/toaster'
import { ApiKeyDialog } from './api-key-dialog'
import {
  createServiceAccount,
  removeServiceAccount,
  type ServiceRole,
  serviceAccountsKey,
  serviceAccountsQuery,
} from './api-keys-queries'

/** Accounts of programs: they act with API keys alone, and outlive who made them. */
export function ServiceAccountsSection() {
  const [creating, setCreating] = useState(false)
  return (
    <section>
      <div className="mb-3 flex items-start justify-between gap-4">
        <div>
          <h2 className="font-semibold text-md">{t('Service accounts')}</h2>
          <p className="text-ink-2">
            {t('For programs that go on when people leave. They can’t sign in; give them keys.')}
          </p>
        </div>
        <Button needs="manage" onClick={() => setCreating(true)}>
          <Plus aria-hidden />
          {t('New service account')}
        </Button>
      </div>
      <ServiceAccountList />
      {creating && <CreateDialog onClose={() => setCreating(false)} />}
    </section>
  )
}

type Asked = { what: 'key' | 'remove'; account: ServiceAccountRead }

function ServiceAccountList() {
  const query = useQuery(serviceAccountsQuery)
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => setAsked(null)
  if (query.isPending) return <LoadingRows rows={2} label={t('Loading service accounts')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (query.data.length === 0)
    return <p className="text-ink-3">{t('There are no service accounts.')}</p>
  return (
    <>
      <ul
        aria-label={t('Service accounts')}
        className="divide-y divide-line rounded-card border border-line bg-raised"
      >
        {query.data.map((account) => (
          <li key={account.id} className="flex min-h-12 items-center gap-3 px-4 py-2">
            <Bot aria-hidden className="size-4 shrink-0 text-ink-3" />
            <span className="min-w-0 flex-1 truncate font-medium">{account.name}</span>
            <Badge>{t(`${account.role}|role`)}</Badge>
            <Button
              size="sm"
              aria-label={t('New key for {name}', { name: account.name })}
              onClick={() => setAsked({ what: 'key', account })}
            >
              <KeyRound aria-hidden />
              {t('New key')}
            </Button>
            <Button
              size="sm"
              variant="danger"
              aria-label={t('Remove {name}', { name: account.name })}
              onClick={() => setAsked({ what: 'remove', account })}
            >
              {t('Remove')}
            </Button>
          </li>
        ))}
      </ul>
      {asked?.what === 'key' && <ApiKeyDialog serviceAccount={asked.account} onClose={close} />}
      {asked?.what === 'remove' && <RemoveDialog account={asked.account} onClose={close} />}
    </>
  )
}

type RemoveDialogProps = { account: ServiceAccountRead; onClose: () => void }

function RemoveDialog({ account, onClose }: RemoveDialogProps) {
  const queryClient = useQueryClient()
  const remove = useMutation({
    mutationFn: () => removeServiceAccount(account.id),
    onSuccess: () => notify(t('Removed “{name}”', { name: account.name })),
    onError: (error) =>
      notifyError(t('“{name}” could not be removed', { name: account.name }), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: serviceAccountsKey }),
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Remove “{name}”?', { name: account.name })}
      action={t('Remove')}
      danger
      onConfirm={() => remove.mutate()}
    >
      {t(
        'Its keys are refused from now on. What it did stays told under its name. This can’t be undone.',
      )}
    </ConfirmDialog>
  )
}

const ROLES = [
  { value: 'admin', label: 'Admin' },
  { value: 'editor', label: 'Editor' },
  { value: 'operator', label: 'Operator' },
  { value: 'viewer', label: 'Viewer' },
] as const

function CreateDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<ServiceRole>('operator')
  const [tried, setTried] = useState(false)
  const { busy, error, submit } = useSubmit(onClose)
  const send = () => {
    setTried(true)
    if (!name.trim()) return
    submit(async () => {
      await createServiceAccount({ name: name.trim(), role })
      await queryClient.invalidateQueries({ queryKey: serviceAccountsKey })
    })
  }
  return (
    <FormDialog
      title={t('New service account')}
      action={t('Create')}
      busy={busy}
      error={error}
      onClose={onClose}
      onSubmit={send}
    >
      <NameField
        value={name}
        onValue={setName}
        error={tried && !name.trim() ? t('Write which program it is.') : undefined}
        placeholder={t('Deployment')}
      />
      <Field label={t('Role')} hint={t('What its keys may do at most.')}>
        {(wiring) => (
          <Select {...wiring} value={role} onValue={setRole} options={labelled(ROLES)} />
        )}
      </Field>
    </FormDialog>
  )
}
