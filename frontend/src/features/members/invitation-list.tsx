import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { InvitationRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useNow } from '@/shared/lib/use-now'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { notify, notifyError } from '@/shared/ui/toaster'
import { invitationsKey, invitationsQuery, withdrawInvitation } from './members-queries'
import { roleLabel } from './roles'

/** Who is invited and has not come yet. */
export function InvitationList() {
  const query = useQuery(invitationsQuery)
  const [asking, setAsking] = useState<InvitationRead | null>(null)
  if (query.isPending) return <LoadingRows rows={1} label={t('Loading invitations')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (query.data.length === 0)
    return <p className="text-ink-3">{t('Nobody is invited at the moment.')}</p>
  return (
    <>
      <ul
        aria-label={t('Invitations')}
        className="divide-y divide-line rounded-card border border-line bg-raised"
      >
        {query.data.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} onWithdraw={setAsking} />
        ))}
      </ul>
      {asking && <WithdrawDialog invitation={asking} onClose={() => setAsking(null)} />}
    </>
  )
}

type RowProps = { invitation: InvitationRead; onWithdraw: (invitation: InvitationRead) => void }

function InvitationRow({ invitation, onWithdraw }: RowProps) {
  const now = useNow(60_000)
  const isOver = Date.parse(invitation.expires_at) < now
  return (
    <li className="flex min-h-13 items-center gap-4 px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{invitation.email}</p>
        <p className="text-ink-3 text-xs">
          {isOver ? t('The link is over: invite again') : t('invited')}{' '}
          <Ago at={invitation.created_at} />
        </p>
      </div>
      <Badge>{roleLabel(invitation.role)}</Badge>
      <Button size="sm" onClick={() => onWithdraw(invitation)}>
        {t('Withdraw')}
      </Button>
    </li>
  )
}

type WithdrawProps = { invitation: InvitationRead; onClose: () => void }

function WithdrawDialog({ invitation, onClose }: WithdrawProps) {
  const queryClient = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => withdrawInvitation(invitation.id),
    onSuccess: () => notify(t('{email} is no longer invited', { email: invitation.email })),
    onError: (error) => notifyError(t('The invitation could not be withdrawn'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: invitationsKey }),
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Withdraw the invitation of {email}?', { email: invitation.email })}
      action={t('Withdraw')}
      danger
      onConfirm={() => withdraw.mutate()}
    >
      {t('The link opens nothing any more. You can invite them again.')}
    </ConfirmDialog>
  )
}
