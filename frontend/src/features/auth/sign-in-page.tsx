import { useEffect } from 'react'
import { Logo } from '@/shared/ui/logo'
import { ThemeSwitch } from '@/shared/ui/theme-switch'
import { SignInForm } from './sign-in-form'

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
          <Logo className="size-10" />
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
        <div className="mt-4 flex items-center justify-between gap-4">
          <p className="text-ink-3 text-xs">The first password is shown where Noria was started.</p>
          <ThemeSwitch />
        </div>
      </div>
    </main>
  )
}
