import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { canUsePasskeys, makePasskey } from '@/shared/api/passkeys'
import type { PasskeyRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { notify, notifyError } from '@/shared/ui/toaster'
import { PasswordDialog } from './password-dialog'
import { passkeysQuery, removePasskey } from './security-queries'

/** Keys in one's devices, in place of the password. */
export function PasskeysSection() {
  const query = useQuery(passkeysQuery)
  const [adding, setAdding] = useState(false)
  return (
    <section>
      <div className="mb-2 flex items-center justify-between gap-4">
        <div>
          <h2 className="font-semibold text-md">{t('Passkeys')}</h2>
          <p className="text-ink-2">
            {t('Sign in with a finger, a face or a PIN of your device.')}
          </p>
        </div>
        {canUsePasskeys() && (
          <Button size="sm" onClick={() => setAdding(true)}>
            {t('Add a passkey')}
          </Button>
        )}
      </div>
      {query.isPending && <LoadingRows rows={1} label={t('Loading your passkeys')} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.data?.length === 0 && <p className="text-ink-3">{t('You have no passkeys.')}</p>}
      {query.data && query.data.length > 0 && (
        <ul
          aria-label={t('Passkeys')}
          className="divide-y divide-line rounded-card border border-line bg-raised"
        >
          {query.data.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </section>
  )
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient()
  const add = async (password: string, form: FormData) => {
    await makePasskey(String(form.get('name')).trim() || t('Passkey'), password)
    notify(t('You can sign in with this passkey now'))
    await queryClient.invalidateQueries({ queryKey: passkeysQuery.queryKey })
  }
  return (
    <PasswordDialog
      title={t('Add a passkey')}
      description={t('Your browser asks where to keep it.')}
      action={t('Go on')}
      send={add}
      onClose={onClose}
    >
      <Field label={t('What to call it')} hint={t('As “Laptop”.')}>
        {(wiring) => <Input {...wiring} name="name" autoComplete="off" maxLength={100} />}
      </Field>
    </PasswordDialog>
  )
}

function PasskeyRow({ passkey }: { passkey: PasskeyRead }) {
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => removePasskey(passkey.id),
    onSuccess: () => notify(t('Removed “{name}”', { name: passkey.name })),
    onError: (error) =>
      notifyError(t('“{name}” could not be removed', { name: passkey.name }), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: passkeysQuery.queryKey }),
  })
  return (
    <li className="flex min-h-13 items-center gap-4 px-4 py-2">
      <KeyRound aria-hidden className="size-4 text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{passkey.name}</p>
        <p className="text-ink-3 text-xs">
          {passkey.last_used_at ? (
            <>
              {t('used')} <Ago at={passkey.last_used_at} />
            </>
          ) : (
            t('never used')
          )}
        </p>
      </div>
      <Button size="sm" variant="danger" onClick={() => setAsking(true)}>
        {t('Remove')}
      </Button>
      {asking && (
        <ConfirmDialog
          open
          onOpenChange={setAsking}
          title={t('Remove “{name}”?', { name: passkey.name })}
          action={t('Remove')}
          danger
          onConfirm={() => remove.mutate()}
        >
          {t('It signs in nobody any more. Remove it from your device too.')}
        </ConfirmDialog>
      )}
    </li>
  )
}
