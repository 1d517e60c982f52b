import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, dataOf } from '@/shared/api/client'
import { session } from '@/shared/api/session'
import type { InvitationShown } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { MIN_PASSWORD_CHARS, PasswordInput } from '@/shared/ui/password-input'
import { Refusal } from '@/shared/ui/refusal'
import { LoadingRows } from '@/shared/ui/skeleton'
import { CardPage } from './card-page'

type JoinPageProps = {
  /** Of the link: it stands behind the `#`, so no server's log holds it. */
  token: string
  onJoined: () => void
}

/** Where an invitation leads: choose a password, or give the one you have, and be in. */
export function JoinPage({ token, onJoined }: JoinPageProps) {
  const look = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => dataOf(api.POST('/api/v1/auth/invitations/look', { body: { token } })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const invitation = look.data
  return (
    <CardPage
      title={
        invitation
          ? t('Join {workspace_name}', { workspace_name: invitation.workspace_name })
          : t('Join a workspace')
      }
      subtitle={
        invitation
          ? t('as {role}, with {email}', {
              role: t(`${invitation.role}|role`),
              email: invitation.email,
            })
          : t('on Noria')
      }
      note={invitation?.has_account ? t('You have an account here already.') : ''}
    >
      {look.isPending && <LoadingRows rows={2} label={t('Looking at the invitation')} />}
      {look.isError && <ErrorState error={look.error} onRetry={() => look.refetch()} />}
      {invitation && <JoinForm token={token} invitation={invitation} onJoined={onJoined} />}
    </CardPage>
  )
}

type JoinFormProps = JoinPageProps & { invitation: InvitationShown }

function JoinForm({ token, invitation, onJoined }: JoinFormProps) {
  const [problem, setProblem] = useState<string>()
  const isNew = !invitation.has_account
  const join = useMutation({
    mutationFn: (body: { password: string; name: string | null }) =>
      session.enter('invitations/accept', { token, ...body }),
    onSuccess: onJoined,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const password = String(form.get('password'))
    const tooShort = isNew && password.length < MIN_PASSWORD_CHARS
    setProblem(
      tooShort ? t('At least {count} characters.', { count: MIN_PASSWORD_CHARS }) : undefined,
    )
    const name = String(form.get('name') ?? '').trim() || null
    if (!tooShort) join.mutate({ password, name })
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <Refusal error={join.error} />
      {/* For password managers: whose password it is. */}
      <input type="hidden" name="username" autoComplete="username" value={invitation.email} />
      {isNew && (
        <Field label={t('Your name')}>
          {(wiring) => <Input {...wiring} name="name" autoComplete="name" autoFocus />}
        </Field>
      )}
      <Field
        label={isNew ? t('Choose a password') : t('Password')}
        hint={isNew ? t('At least {count} characters.', { count: MIN_PASSWORD_CHARS }) : undefined}
        error={problem}
      >
        {(wiring) => (
          <PasswordInput
            {...wiring}
            name="password"
            autoComplete={isNew ? 'new-password' : 'current-password'}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" loading={join.isPending} className="mt-2">
        {t('Join')}
      </Button>
    </form>
  )
}
