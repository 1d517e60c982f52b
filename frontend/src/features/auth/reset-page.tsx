import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api, dataOf } from '@/shared/api/client'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { MIN_PASSWORD_CHARS, PasswordInput } from '@/shared/ui/password-input'
import { Refusal } from '@/shared/ui/refusal'
import { CardPage } from './card-page'

type ResetPageProps = {
  /** Of the link; empty: one is asked for. */
  token: string
}

/** A forgotten password: ask for a link, and where the link leads. */
export function ResetPage({ token }: ResetPageProps) {
  return (
    <CardPage
      title={token ? t('Choose a new password') : t('Forgot your password?')}
      subtitle={
        token ? t('You are signed out everywhere') : t('A link to choose a new one is mailed')
      }
      note={
        <Link to="/sign-in" className="underline hover:text-ink">
          {t('Back to signing in')}
        </Link>
      }
    >
      {token ? <NewPassword token={token} /> : <AskForLink />}
    </CardPage>
  )
}

function AskForLink() {
  const ask = useMutation({
    mutationFn: (email: string) =>
      dataOf(api.POST('/api/v1/auth/password-reset/ask', { body: { email } })),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const email = String(new FormData(event.currentTarget).get('email')).trim()
    if (email) ask.mutate(email)
  }
  if (ask.isSuccess) {
    return (
      <p role="status" className="text-ink-2 text-sm">
        {t(
          'If there is an account with this address, a link is on its way. It is good for 30 minutes.',
        )}
      </p>
    )
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <Refusal error={ask.error} />
      <Field label={t('Email')}>
        {(wiring) => (
          <Input {...wiring} name="email" type="email" autoComplete="username" autoFocus />
        )}
      </Field>
      <Button type="submit" variant="primary" loading={ask.isPending}>
        {t('Mail me a link')}
      </Button>
    </form>
  )
}

function NewPassword({ token }: ResetPageProps) {
  const [problem, setProblem] = useState<string>()
  const reset = useMutation({
    mutationFn: (password: string) =>
      dataOf(api.POST('/api/v1/auth/password-reset', { body: { token, new_password: password } })),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password'))
    const isShort = password.length < MIN_PASSWORD_CHARS
    setProblem(
      isShort ? t('At least {count} characters.', { count: MIN_PASSWORD_CHARS }) : undefined,
    )
    if (!isShort) reset.mutate(password)
  }
  if (reset.isSuccess) {
    return (
      <div role="status" className="flex flex-col gap-3">
        <p className="text-ink-2 text-sm">{t('Your new password holds from now on.')}</p>
        <Button asChild variant="primary">
          <Link to="/sign-in">{t('Sign in')}</Link>
        </Button>
      </div>
    )
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <Refusal error={reset.error} />
      <Field
        label={t('New password')}
        hint={t('At least {count} characters.', { count: MIN_PASSWORD_CHARS })}
        error={problem}
      >
        {(wiring) => (
          <PasswordInput {...wiring} name="password" autoComplete="new-password" autoFocus />
        )}
      </Field>
      <Button type="submit" variant="primary" loading={reset.isPending}>
        {t('Set it')}
      </Button>
    </form>
  )
}
