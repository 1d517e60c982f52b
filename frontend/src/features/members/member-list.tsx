import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery, usePermission } from '@/shared/api/me'
import type { MemberRead, Role } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { notify, notifyError } from '@/shared/ui/toaster'
import { changeRole, membersKey, membersQuery, removeMember } from './members-queries'
import { roleLabel, rolesToGive } from './roles'

/** Everybody who is in the workspace. */
export function MemberList() {
  const query = useQuery(membersQuery)
  const [removing, setRemoving] = useState<MemberRead | null>(null)
  if (query.isPending) return <LoadingRows rows={3} label={t('Loading members')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  return (
    <>
      <ul
        aria-label={t('Members')}
        className="divide-y divide-line rounded-card border border-line bg-raised"
      >
        {query.data.map((member) => (
          <MemberRow key={member.account_id} member={member} onRemove={setRemoving} />
        ))}
      </ul>
      {removing && <RemoveDialog member={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}

type MemberRowProps = { member: MemberRead; onRemove: (member: MemberRead) => void }

function MemberRow({ member, onRemove }: MemberRowProps) {
  const { data: me } = useQuery(meQuery)
  const isMe = me?.account.id === member.account_id
  const mayOwn = usePermission('own')
  const mayChange = usePermission('members') && (mayOwn || member.role !== 'owner')
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {member.name || member.email} {isMe && <Badge>{t('you')}</Badge>}
        </p>
        <p className="flex flex-wrap gap-x-2 text-ink-3 text-xs">
          <span className="truncate">{member.email}</span>
          {member.last_seen_at ? (
            <span>
              {t('seen')} <Ago at={member.last_seen_at} />
            </span>
          ) : (
            <span>{t('never signed in')}</span>
          )}
        </p>
      </div>
      {mayChange ? (
        <RoleSelect member={member} mayOwn={mayOwn} />
      ) : (
        <span className="text-ink-2">{roleLabel(member.role)}</span>
      )}
      {mayChange && !isMe && (
        <Button size="sm" variant="danger" onClick={() => onRemove(member)}>
          {t('Remove')}
        </Button>
      )}
    </li>
  )
}

function RoleSelect({ member, mayOwn }: { member: MemberRead; mayOwn: boolean }) {
  const queryClient = useQueryClient()
  const change = useMutation({
    mutationFn: (role: Role) => changeRole(member.account_id, role),
    onSuccess: (_, role) => {
      const back = () => change.mutate(member.role)
      notify(`${member.email}: ${roleLabel(role)}`, { onUndo: back })
    },
    onError: (error) => notifyError(t('The role could not be changed'), error),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: membersKey }),
        queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
      ]),
  })
  return (
    <Select
      aria-label={t('Role of {email}', { email: member.email })}
      size="sm"
      className="w-28"
      value={change.isPending ? change.variables : member.role}
      disabled={change.isPending}
      onValue={(role) => role !== member.role && change.mutate(role)}
      options={rolesToGive(mayOwn)}
    />
  )
}

type RemoveDialogProps = { member: MemberRead; onClose: () => void }

function RemoveDialog({ member, onClose }: RemoveDialogProps) {
  const queryClient = useQueryClient()
  const remove = useMutation({
    mutationFn: () => removeMember(member.account_id),
    onSuccess: () => notify(t('{email} is out', { email: member.email })),
    onError: (error) =>
      notifyError(t('{email} could not be removed', { email: member.email }), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: membersKey }),
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Remove {email}?', { email: member.email })}
      action={t('Remove')}
      danger
      onConfirm={() => remove.mutate()}
    >
      {t(
        'They are out at once, and their API keys of this workspace are revoked. What they made stays. To come back they need a new invitation.',
      )}
    </ConfirmDialog>
  )
}
