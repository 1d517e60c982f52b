import { useMutation } from '@tanstack/react-query'
import { CircleAlert, Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, type FormEvent, useRef, useState } from 'react'
import { errorText } from '@/shared/api/error'
import { session } from '@/shared/api/session'
import { Button } from '@/shared/ui/button'
import { Field } from '@/shared/ui/field'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import { type Credentials, checkCredentials } from './credentials'

type SignInFormProps = { onSignedIn: () => void }

export function SignInForm({ onSignedIn }: SignInFormProps) {
  const password = useRef<HTMLInputElement>(null)
  const [problems, setProblems] = useState<Partial<Credentials>>({})
  const signIn = useMutation({
    mutationFn: (given: Credentials) => session.signIn(given.email, given.password),
    onSuccess: onSignedIn,
    onError: () => {
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
    if (!found.email && !found.password) signIn.mutate(given)
  }
  return (
    <form noValidate className="flex flex-col gap-3" onSubmit={submit}>
      {signIn.isError && <SignInError error={signIn.error} />}
      <Field label="Email" error={problems.email}>
        {(wiring) => (
          <Input {...wiring} name="email" type="email" autoComplete="username" autoFocus />
        )}
      </Field>
      <Field label="Password" error={problems.password}>
        {(wiring) => <PasswordInput {...wiring} ref={password} name="password" />}
      </Field>
      <Button type="submit" variant="primary" loading={signIn.isPending} className="mt-2">
        Sign in
      </Button>
    </form>
  )
}

function PasswordInput(props: ComponentProps<'input'>) {
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
