import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { usePermission } from '@/shared/api/me'
import type { InvitationCreate, InvitationCreated, Role } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { CodeBlock } from '@/shared/ui/code-block'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { Select } from '@/shared/ui/select'
import { invitationsKey, invite } from './members-queries'
import { roleMeans, rolesToGive } from './roles'

type InviteDialogProps = { onClose: () => void }

/** Asks whom and as what, then shows the link: this once. */
export function InviteDialog({ onClose }: InviteDialogProps) {
  const queryClient = useQueryClient()
  const create = useMutation({
    mutationFn: invite,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invitationsKey }),
  })
  const formId = useId()
  const made = create.data
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={made ? t('{email} is invited', { email: made.email }) : t('Invite somebody')}
      {...(made && { description: whatNext(made) })}
      footer={
        made ? (
          <Button variant="primary" onClick={onClose}>
            {t('Done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button type="submit" form={formId} variant="primary" loading={create.isPending}>
              {t('Invite')}
            </Button>
          </>
        )
      }
    >
      {made ? (
        <CodeBlock code={linkOf(made)} label={t('invitation link')} />
      ) : (
        <InviteForm formId={formId} error={create.error} onSubmit={create.mutate} />
      )}
    </Dialog>
  )
}

const linkOf = (made: InvitationCreated) => `${location.origin}/join#${made.token}`

const whatNext = (made: InvitationCreated) =>
  made.mailed
    ? t('The link was mailed. You may pass it on yourself too; it is not shown again.')
    : t('No mail was sent: pass this link on. It is good once, for 7 days, and not shown again.')

type InviteFormProps = {
  formId: string
  error: unknown
  onSubmit: (body: InvitationCreate) => void
}

function InviteForm({ formId, error, onSubmit }: InviteFormProps) {
  const mayOwn = usePermission('own')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('editor')
  const [tried, setTried] = useState(false)
  const isEmail = /^[^\s@]+@[^\s@]+$/.test(email.trim())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isEmail) onSubmit({ email: email.trim(), role })
  }
  return (
    <form id={formId} onSubmit={submit} noValidate className="space-y-4">
      <Refusal error={error} />
      <Field
        label={t('Email')}
        required
        error={tried && !isEmail ? t('Write an email address, as name@example.org.') : undefined}
      >
        {(wiring) => (
          <Input
            {...wiring}
            type="email"
            autoComplete="off"
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('Role')} hint={roleMeans(role)}>
        {(wiring) => (
          <Select {...wiring} value={role} onValue={setRole} options={rolesToGive(mayOwn)} />
        )}
      </Field>
    </form>
  )
}
