import { createFileRoute, redirect, useRouter } from '@tanstack/react-router'
import { SignInPage } from '@/features/auth/sign-in-page'
import { session } from '@/shared/api/session'
import { safeNext } from '@/shared/lib/next-path'
import { readFlag, type SearchParams } from '@/shared/lib/search-params'

type SignInSearch = {
  /** Where to go afterwards: a path of ours. */
  next?: string | undefined
  /** The session ended while the app was open. */
  ended?: true | undefined
  /** Why the sign-in provider's answer was not taken. */
  refused?: string | undefined
}

export const Route = createFileRoute('/sign-in')({
  validateSearch: ({ next, ended, refused }: SearchParams): SignInSearch => ({
    next: typeof next === 'string' ? next : undefined,
    ended: readFlag(ended),
    refused: typeof refused === 'string' ? refused : undefined,
  }),
  beforeLoad: ({ search }) => {
    if (session.token) throw redirect({ href: safeNext(search.next) })
  },
  component: SignInRoute,
})

function SignInRoute() {
  const { next, ended, refused } = Route.useSearch()
  const router = useRouter()
  return (
    <SignInPage
      ended={ended === true}
      refused={refused}
      onSignedIn={() => router.history.replace(safeNext(next))}
    />
  )
}
