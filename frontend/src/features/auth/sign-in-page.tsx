import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { CircleAlert, Eye, EyeOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { errorText } from '@/shared/api/error'
import { session } from '@/shared/api/session'
import { Button } from '@/shared/ui/button'
import { Field } from '@/shared/ui/field'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import { Logo } from '@/shared/ui/logo'
import { ThemeSwitch } from '@/shared/ui/theme-switch'

const Credentials = z.object({
  email: z.email('Write an email address, as name@example.org.'),
  password: z.string().min(1, 'Write your password.'),
})

type SignInPageProps = {
  onSignedIn: () => void
  /** The session ended while the app was open. */
  ended: boolean
}

export function SignInPage({ onSignedIn, ended }: SignInPageProps) {
  useEffect(() => {
    document.title = 'Sign in · Noria'
  }, [])
  return (
    <main className="grid h-full place-items-center overflow-auto bg-canvas p-4">
      <div className="w-full max-w-90">
        <div className="mb-6 flex items-center gap-3">
          <Logo className="size-9" />
          <div>
            <h1 className="font-semibold text-lg leading-6">Sign in to Noria</h1>
            <p className="text-ink-3 text-xs">Workflows that can’t be lost</p>
          </div>
        </div>
        <div className="rounded-card border border-line bg-surface p-5">
          {ended && (
            <p className="mb-4 text-ink-2 text-sm" role="status">
              Your session has ended. Sign in to go on where you were.
            </p>
          )}
          <SignInForm onSignedIn={onSignedIn} />
        </div>
        <div className="mt-4 flex items-center justify-between">
          <p className="text-ink-3 text-xs">
            The first password is printed where Noria was started.
          </p>
          <ThemeSwitch />
        </div>
      </div>
    </main>
  )
}

function SignInForm({ onSignedIn }: Pick<SignInPageProps, 'onSignedIn'>) {
  const form = useForm({
    resolver: zodResolver(Credentials),
    defaultValues: { email: '', password: '' },
  })
  const signIn = useMutation({
    mutationFn: (values: z.infer<typeof Credentials>) =>
      session.signIn(values.email, values.password),
    onSuccess: onSignedIn,
    onError: () => form.setFocus('password', { shouldSelect: true }),
  })
  const { errors } = form.formState
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={form.handleSubmit((values) => signIn.mutate(values))}
    >
      {signIn.isError && <SignInError error={signIn.error} />}
      <Field label="Email" error={errors.email?.message}>
        {(wiring) => (
          <Input
            type="email"
            autoComplete="username"
            // biome-ignore lint/a11y/noAutofocus: the page has one purpose, and this is where it begins
            autoFocus
            {...wiring}
            {...form.register('email')}
          />
        )}
      </Field>
      <Field label="Password" error={errors.password?.message}>
        {(wiring) => <PasswordInput {...wiring} {...form.register('password')} />}
      </Field>
      <Button type="submit" variant="primary" loading={signIn.isPending} className="mt-2">
        Sign in
      </Button>
    </form>
  )
}

function PasswordInput(props: React.ComponentProps<'input'>) {
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <Input
        type={shown ? 'text' : 'password'}
        autoComplete="current-password"
        className="pr-9"
        {...props}
      />
      <IconButton
        icon={shown ? EyeOff : Eye}
        label={shown ? 'Hide the password' : 'Show the password'}
        size="icon-sm"
        className="absolute top-0.5 right-0.5"
        onClick={() => setShown(!shown)}
      />
    </div>
  )
}

function SignInError({ error }: { error: unknown }) {
  const { title, detail, code } = errorText(error)
  const refused = code === 'unauthenticated'
  return (
    <div role="alert" className="flex gap-2 rounded-control bg-failed-wash p-2.5 text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <p>
        <span className="font-medium">
          {refused ? 'This email and password do not fit.' : `${title}.`}
        </span>{' '}
        {refused ? 'Check both and try again.' : detail}
      </p>
    </div>
  )
}
