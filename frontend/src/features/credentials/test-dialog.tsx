import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import type { CredentialRead, CredentialTried } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { tryUrl } from './credential-draft'
import { credentialsKey, credentialTypesQuery, testCredential } from './credentials-queries'

type TestDialogProps = { credential: CredentialRead; onClose: () => void }

/** A worker signs in with it, and says how that went. */
export function TestDialog({ credential, onClose }: TestDialogProps) {
  const { data: types } = useQuery(credentialTypesQuery)
  const asksUrl = types?.items.find((each) => each.type === credential.type)?.asks_hosts ?? false
  const [url, setUrl] = useState(() => tryUrl(credential))
  const formId = useId()
  const queryClient = useQueryClient()
  const trying = useMutation({
    mutationFn: () => testCredential(credential.id, (asksUrl && url.trim()) || null),
    onSettled: () => queryClient.invalidateQueries({ queryKey: credentialsKey }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    trying.mutate()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Test “{name}”', { name: credential.name })}
      description={t('A worker opens it and signs in, as a step would.')}
      footer={
        <>
          <Button onClick={onClose}>{t('Close')}</Button>
          <Button type="submit" form={formId} variant="primary" loading={trying.isPending}>
            {t('Test|credential')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="space-y-4">
        {asksUrl && (
          <Field
            label="URL"
            hint={t('Called with GET, at one of the allowed hosts. Left empty: it is only opened.')}
          >
            {(wiring) => (
              <Input
                {...wiring}
                type="url"
                value={url}
                onChange={(event) => setUrl(event.target.value)}
                maxLength={2_000}
                autoComplete="off"
                spellCheck={false}
                placeholder="https://api.example.com/me"
              />
            )}
          </Field>
        )}
        <div aria-live="polite" className="space-y-2">
          <Refusal error={trying.error} />
          {trying.data && <Answer tried={trying.data} />}
        </div>
      </form>
    </Dialog>
  )
}

function Answer({ tried }: { tried: CredentialTried }) {
  const Icon = tried.ok ? CircleCheck : CircleX
  return (
    <p
      className={cn(
        'flex items-start gap-2 rounded-control p-3',
        tried.ok ? 'bg-sunken' : 'bg-failed-wash',
      )}
    >
      <Icon
        aria-hidden
        className={cn('mt-0.5 size-4 shrink-0', tried.ok ? 'text-succeeded' : 'text-failed')}
      />
      <span className="min-w-0 break-words">
        {tried.ok ? t('It works.') : t('It does not work.')} {tried.message}
      </span>
    </p>
  )
}
