import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CredentialRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { Refusal } from '@/shared/ui/refusal'
import { notify, notifyError } from '@/shared/ui/toaster'
import { UseList } from './credential-uses'
import { credentialsKey, credentialUsesQuery, deleteCredential } from './credentials-queries'

type DeleteDialogProps = { credential: CredentialRead; onClose: () => void }

/** Says first which workflows would fail without it. */
export function DeleteDialog({ credential, onClose }: DeleteDialogProps) {
  const queryClient = useQueryClient()
  const uses = useQuery(credentialUsesQuery(credential.id))
  const remove = useMutation({
    mutationFn: () => deleteCredential(credential.id),
    onSuccess: () => notify(t('Deleted “{name}”', { name: credential.name })),
    onError: (error) =>
      notifyError(t('“{name}” could not be deleted', { name: credential.name }), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: credentialsKey }),
  })
  const found = uses.data?.items ?? []
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Delete “{name}”?', { name: credential.name })}
      action={found.length > 0 ? t('Delete all the same') : t('Delete')}
      danger
      onConfirm={() => remove.mutate()}
    >
      <div className="space-y-2">
        {uses.isPending && <p>{t('Looking for the workflows that use it…')}</p>}
        <Refusal error={uses.error} />
        {found.length > 0 && (
          <>
            <p>{t('Steps of these workflows fail without it:')}</p>
            <UseList uses={found} />
          </>
        )}
        {uses.data && found.length === 0 && <p>{t('No workflow uses it.')}</p>}
        <p>{t('Its secrets are gone for good. This can’t be undone.')}</p>
      </div>
    </ConfirmDialog>
  )
}
