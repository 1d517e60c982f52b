import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { leaveWorkspace, membersQuery } from '@/features/members'
import { meQuery, usePermission } from '@/shared/api/me'
import type { MeRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { switchWorkspace } from '@/shared/lib/workspace'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { notify, notifyError } from '@/shared/ui/toaster'
import { deleteWorkspace, transferWorkspace } from './workspace-queries'

type MeProps = { me: MeRead }
type Asking = 'leave' | 'transfer' | 'delete'

/** Leaving, handing over and deleting the workspace. */
export function DangerZone({ me }: MeProps) {
  const [asking, setAsking] = useState<Asking | null>(null)
  const isOwner = usePermission('own')
  const onClose = () => setAsking(null)
  return (
    <section>
      <h2 className="mb-2 font-semibold text-md">{t('Way out')}</h2>
      <div className="divide-y divide-line rounded-card border border-line bg-raised">
        <Way label={t('Leave the workspace')} hint={t('Its last owner can’t.')}>
          <Button size="sm" onClick={() => setAsking('leave')}>
            {t('Leave')}
          </Button>
        </Way>
        {isOwner && (
          <>
            <Way
              label={t('Hand it over')}
              hint={t('Another member becomes owner, you become an admin.')}
            >
              <Button size="sm" onClick={() => setAsking('transfer')}>
                {t('Hand over')}
              </Button>
            </Way>
            <Way
              label={t('Delete it')}
              hint={t('Closed at once, gone after 7 days; until then undone.')}
            >
              <Button size="sm" variant="danger" onClick={() => setAsking('delete')}>
                {t('Delete')}
              </Button>
            </Way>
          </>
        )}
      </div>
      {asking === 'leave' && <LeaveDialog me={me} onClose={onClose} />}
      {asking === 'transfer' && <TransferDialog me={me} onClose={onClose} />}
      {asking === 'delete' && <DeleteDialog me={me} onClose={onClose} />}
    </section>
  )
}

function Way({ label, hint, children }: { label: string; hint: string; children: ReactNode }) {
  return (
    <div className="flex min-h-11 items-center justify-between gap-4 px-4 py-2">
      <div>
        {label}
        <p className="text-ink-3 text-xs">{hint}</p>
      </div>
      {children}
    </div>
  )
}

type DialogProps = MeProps & { onClose: () => void }

function LeaveDialog({ me, onClose }: DialogProps) {
  const leave = async () => {
    try {
      await leaveWorkspace()
      switchWorkspace(null)
    } catch (error) {
      notifyError(t('You are still in the workspace'), error)
    }
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Leave “{name}”?', { name: me.workspace.name })}
      action={t('Leave')}
      keep={t('Stay')}
      danger
      onConfirm={leave}
    >
      {t(
        'You see nothing of it any more, and your API keys of it are revoked. To come back you need an invitation.',
      )}
    </ConfirmDialog>
  )
}

function TransferDialog({ me, onClose }: DialogProps) {
  const queryClient = useQueryClient()
  const members = useQuery(membersQuery)
  const [to, setTo] = useState<string>()
  const { busy, error, submit } = useSubmit(onClose)
  const others = (members.data ?? []).filter((each) => each.account_id !== me.account.id)
  const transfer = async () => {
    if (!to) return
    await transferWorkspace(to)
    await queryClient.invalidateQueries()
    notify(t('The workspace is handed over'))
  }
  return (
    <FormDialog
      title={t('Hand over “{name}”', { name: me.workspace.name })}
      description={t('They become its owner; you stay as an admin.')}
      action={t('Hand over')}
      danger
      busy={busy}
      error={error ?? members.error}
      disabled={!to}
      onClose={onClose}
      onSubmit={() => submit(transfer)}
    >
      {members.data && others.length === 0 ? (
        <p className="text-ink-2">
          {t('Nobody else is in this workspace: invite somebody first.')}
        </p>
      ) : (
        <Field label={t('To whom')}>
          {(wiring) => (
            <Select
              {...wiring}
              value={to}
              onValue={setTo}
              options={others.map(({ account_id, email }) => ({
                value: account_id,
                label: email,
              }))}
            />
          )}
        </Field>
      )}
    </FormDialog>
  )
}

function DeleteDialog({ me, onClose }: DialogProps) {
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const { busy, error, submit } = useSubmit(onClose)
  const remove = async () => {
    await deleteWorkspace(name)
    await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
  }
  return (
    <FormDialog
      title={t('Delete “{name}”?', { name: me.workspace.name })}
      description={t(
        'Nothing starts in it any more, and its API keys are refused. For 7 days an owner can bring it back; then all that is in it is gone.',
      )}
      action={t('Delete')}
      busy={busy}
      error={error}
      keep={t('Keep')}
      danger
      disabled={name.trim() !== me.workspace.name}
      onClose={onClose}
      onSubmit={() => submit(remove)}
    >
      <Field label={t('Type the workspace’s name')} hint={me.workspace.name}>
        {(wiring) => (
          <Input
            {...wiring}
            autoFocus
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
