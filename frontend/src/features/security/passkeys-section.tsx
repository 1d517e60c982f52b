import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { canUsePasskeys, makePasskey } from '@/shared/api/passkeys'
import type { PasskeyRead } from '@/shared/api/types'
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
          <h2 className="font-semibold text-md">Passkeys</h2>
          <p className="text-ink-2">Sign in with a finger, a face or a PIN of your device.</p>
        </div>
        {canUsePasskeys() && (
          <Button size="sm" onClick={() => setAdding(true)}>
            Add a passkey
          </Button>
        )}
      </div>
      {query.isPending && <LoadingRows rows={1} label="Loading your passkeys" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.data?.length === 0 && <p className="text-ink-3">You have no passkeys.</p>}
      {query.data && query.data.length > 0 && (
        <ul
          aria-label="Passkeys"
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
    await makePasskey(String(form.get('name')).trim() || 'Passkey', password)
    notify('You can sign in with this passkey now')
    await queryClient.invalidateQueries({ queryKey: passkeysQuery.queryKey })
  }
  return (
    <PasswordDialog
      title="Add a passkey"
      description="Your browser asks where to keep it."
      action="Go on"
      send={add}
      onClose={onClose}
    >
      <Field label="What to call it" hint="As “Laptop”.">
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
    onSuccess: () => notify(`Removed “${passkey.name}”`),
    onError: (error) => notifyError(`“${passkey.name}” could not be removed`, error),
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
              used <Ago at={passkey.last_used_at} />
            </>
          ) : (
            'never used'
          )}
        </p>
      </div>
      <Button size="sm" variant="danger" onClick={() => setAsking(true)}>
        Remove
      </Button>
      {asking && (
        <ConfirmDialog
          open
          onOpenChange={setAsking}
          title={`Remove “${passkey.name}”?`}
          action="Remove"
          danger
          onConfirm={() => remove.mutate()}
        >
          It signs in nobody any more. Remove it from your device too.
        </ConfirmDialog>
      )}
    </li>
  )
}
