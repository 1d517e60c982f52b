import { useMutation, useQuery } from '@tanstack/react-query'
import { CircleAlert, KeyRound } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { api, dataOf } from '@/shared/api/client'
import { ApiError, errorText } from '@/shared/api/error'
import { canUsePasskeys, signInWithPasskey } from '@/shared/api/passkeys'
import { session } from '@/shared/api/session'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { safeNext } from '@/shared/lib/next-path'
import { Button } from '@/shared/ui/button'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { PasswordInput } from '@/shared/ui/password-input'
import { type Credentials, checkCredentials } from './credentials'

type SignInFormProps = { onSignedIn: () => void }

const wantsCode = (error: unknown) =>
  error instanceof ApiError && error.code === 'second_factor_required'

export function SignInForm({ onSignedIn }: SignInFormProps) {
  const password = useRef<HTMLInputElement>(null)
  const [problems, setProblems] = useState<Partial<Credentials>>({})
  const [asksCode, setAsksCode] = useState(false)
  const signIn = useMutation({
    mutationFn: (given: Credentials & { code?: string }) =>
      session.signIn(given.email, given.password, given.code),
    onSuccess: onSignedIn,
    onError: (error) => {
      if (wantsCode(error)) return setAsksCode(true)
      if (asksCode) return
      password.current?.focus()
      password.current?.select()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = {
      email: String(form.get('email')).trim(),
      password: String(form.get('password')),
    }
    const found = checkCredentials(given)
    setProblems(found)
    const code = String(form.get('code') ?? '').trim()
    if (!found.email && !found.password) signIn.mutate({ ...given, ...(code && { code }) })
  }
  return (
    <form noValidate className="flex flex-col gap-3" onSubmit={submit}>
      {signIn.isError && !wantsCode(signIn.error) && (
        <SignInError error={signIn.error} withCode={asksCode} />
      )}
      <Field label={t('Email')} error={problems.email}>
        {(wiring) => (
          <Input {...wiring} name="email" type="email" autoComplete="username" autoFocus />
        )}
      </Field>
      <Field label={t('Password')} error={problems.password}>
        {(wiring) => <PasswordInput {...wiring} ref={password} name="password" />}
      </Field>
      {asksCode && <CodeField />}
      <Button type="submit" variant="primary" loading={signIn.isPending} className="mt-2">
        {t('Sign in')}
      </Button>
      <PasskeyButton onSignedIn={onSignedIn} />
      <ProviderButton />
    </form>
  )
}

function ProviderButton() {
  const { data } = useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: () => dataOf(api.GET('/api/v1/auth/ways')),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  if (!data?.oidc) return null
  const next = new URLSearchParams(location.search).get('next') ?? undefined
  return (
    <Button asChild>
      <a href={`/api/v1/auth/oidc/start?next=${encodeURIComponent(safeNext(next))}`}>
        {t('Use {oidc}', { oidc: data.oidc })}
      </a>
    </Button>
  )
}

function CodeField() {
  return (
    <Field label={t('Code')} hint={t('Of your authenticator app, or a recovery code.')}>
      {(wiring) => (
        <Input
          {...wiring}
          name="code"
          autoComplete="one-time-code"
          autoFocus
          className="font-mono"
        />
      )}
    </Field>
  )
}

function PasskeyButton({ onSignedIn }: SignInFormProps) {
  const enter = useMutation({ mutationFn: signInWithPasskey, onSuccess: onSignedIn })
  if (!canUsePasskeys()) return null
  return (
    <>
      {enter.isError && <SignInError error={enter.error} withCode />}
      <Button loading={enter.isPending} onClick={() => enter.mutate()}>
        <KeyRound aria-hidden />
        {t('Use a passkey')}
      </Button>
    </>
  )
}

function SignInError({ error, withCode }: { error: unknown; withCode: boolean }) {
  const { title, detail, code } = errorText(error, useSaid())
  const refused = code === 'unauthenticated' && !withCode
  return (
    <div role="alert" className="flex gap-2 rounded-control bg-failed-wash p-2.5 text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <p>
        <span className="font-medium">
          {refused ? t('This email and password do not fit.') : `${title}.`}
        </span>{' '}
        {refused ? t('Check both and try again.') : detail}
      </p>
    </div>
  )
}
