import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { usePermission } from '@/shared/api/me'
import type { InvitationCreated, Role } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { CodeBlock } from '@/shared/ui/code-block'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
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
  const mayOwn = usePermission('own')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('editor')
  const [tried, setTried] = useState(false)
  const isEmail = /^[^\s@]+@[^\s@]+$/.test(email.trim())
  const made = create.data
  const submit = () => {
    setTried(true)
    if (isEmail) create.mutate({ email: email.trim(), role })
  }
  return (
    <FormDialog
      title={made ? t('{email} is invited', { email: made.email }) : t('Invite somebody')}
      {...(made && { description: whatNext(made) })}
      action={t('Invite')}
      busy={create.isPending}
      error={create.error}
      result={made && <CodeBlock code={linkOf(made)} label={t('invitation link')} />}
      onClose={onClose}
      onSubmit={submit}
    >
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
    </FormDialog>
  )
}

const linkOf = (made: InvitationCreated) => `${location.origin}/join#${made.token}`

const whatNext = (made: InvitationCreated) =>
  made.mailed
    ? t('The link was mailed. You may pass it on yourself too; it is not shown again.')
    : t('No mail was sent: pass this link on. It is good once, for 7 days, and not shown again.')
