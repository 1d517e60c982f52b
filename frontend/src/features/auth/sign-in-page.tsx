import { Link } from '@tanstack/react-router'
import { t } from '@/shared/i18n/texts'
import { CardPage } from './card-page'
import { SignInForm } from './sign-in-form'

type SignInPageProps = {
  onSignedIn: () => void
  /** The session ended while the app was open. */
  ended: boolean
  /** Why the sign-in provider's answer was not taken. */
  refused: string | undefined
}

export function SignInPage({ onSignedIn, ended, refused }: SignInPageProps) {
  return (
    <CardPage
      title={t('Sign in to Noria')}
      subtitle={t('Workflows that can’t be lost')}
      note={t('The first password is shown where Noria was started.')}
    >
      {ended && (
        <p className="mb-4 text-ink-2 text-sm" role="status">
          {t('Your session has ended. Sign in to go on where you were.')}
        </p>
      )}
      {refused && (
        <p className="mb-4 break-words rounded-control bg-failed-wash p-2.5 text-sm" role="alert">
          {refused}
        </p>
      )}
      <SignInForm onSignedIn={onSignedIn} />
      <p className="mt-4 text-center text-sm">
        <Link to="/reset-password" className="text-ink-2 underline hover:text-ink">
          {t('Forgot your password?')}
        </Link>
      </p>
    </CardPage>
  )
}
