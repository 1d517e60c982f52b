import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CredentialRead, CredentialTried } from '@/shared/api/types'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { TryOutcome } from '@/shared/ui/try-outcome'
import { tryUrl } from './credential-draft'
import { credentialsKey, credentialTypesQuery, testCredential } from './credentials-queries'

type TestDialogProps = { credential: CredentialRead; onClose: () => void }

/** A worker signs in with it, and says how that went. */
export function TestDialog({ credential, onClose }: TestDialogProps) {
  const { data: types } = useQuery(credentialTypesQuery)
  const asksUrl = types?.items.find((each) => each.type === credential.type)?.asks_hosts ?? false
  const said = useSaid()
  const [url, setUrl] = useState(() => tryUrl(credential))
  const queryClient = useQueryClient()
  const trying = useMutation({
    mutationFn: () => testCredential(credential.id, (asksUrl && url.trim()) || null),
    onSettled: () => queryClient.invalidateQueries({ queryKey: credentialsKey }),
  })
  return (
    <FormDialog
      title={t('Test “{name}”', { name: credential.name })}
      description={t('A worker opens it and signs in, as a step would.')}
      action={t('Test|credential')}
      keep={t('Close')}
      busy={trying.isPending}
      error={trying.error}
      onClose={onClose}
      onSubmit={() => trying.mutate()}
    >
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
      <TryOutcome outcome={trying.data && outcomeOf(trying.data, said)} />
    </FormDialog>
  )
}

const outcomeOf = ({ ok, message }: CredentialTried, said: (text: string) => string) => ({
  ok,
  words: `${ok ? t('It works.') : t('It does not work.')} ${said(message)}`,
})
