import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { CredentialRead, CredentialTypeRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify } from '@/shared/ui/toaster'
import { type CredentialDraft, toCreate, toUpdate } from './credential-draft'
import { CredentialForm, type ShowFields } from './credential-form'
import {
  createCredential,
  credentialsKey,
  credentialTypesQuery,
  updateCredential,
} from './credentials-queries'

type CredentialDialogProps = {
  fields: ShowFields
  /** The one to edit; none: a new one. */
  credential?: CredentialRead
  /** Of a new one: only these can be chosen. */
  types?: readonly string[]
  onClose: () => void
  onSaved?: (credential: CredentialRead) => void
}

/** Makes or edits one. Secrets go in and never come back. */
export function CredentialDialog(props: CredentialDialogProps) {
  const { credential, onClose } = props
  const types = useQuery(credentialTypesQuery)
  const queryClient = useQueryClient()
  const { busy, error, submit } = useSubmit(onClose)
  const send = (type: CredentialTypeRead, draft: CredentialDraft) =>
    submit(async () => {
      const saved = credential
        ? await updateCredential(credential.id, toUpdate(credential, draft))
        : await createCredential(toCreate(type, draft))
      await queryClient.invalidateQueries({ queryKey: credentialsKey })
      notify(
        credential
          ? t('Saved “{name}”', { name: saved.name })
          : t('Created “{name}”', { name: saved.name }),
      )
      props.onSaved?.(saved)
    })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="md"
      title={credential ? t('Edit “{name}”', { name: credential.name }) : t('New credential')}
      description={t(
        'Kept encrypted. Its secrets are shown to nobody again; they can only be replaced.',
      )}
    >
      {types.isPending && <LoadingRows rows={3} label={t('Loading credential types')} />}
      {types.isError && <ErrorState error={types.error} onRetry={() => types.refetch()} />}
      {types.data && (
        <CredentialForm
          {...props}
          known={types.data.items}
          error={error}
          busy={busy}
          onSend={send}
        />
      )}
    </Dialog>
  )
}
