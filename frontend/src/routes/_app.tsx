import { useQuery } from '@tanstack/react-query'
import { createFileRoute, Outlet, redirect } from '@tanstack/react-router'
import { AppShell } from '@/features/shell'
import { meQuery } from '@/shared/api/me'
import { session } from '@/shared/api/session'

export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ context: { queryClient }, location }) => {
    if (!(await session.restore())) {
      throw redirect({ to: '/sign-in', search: { next: location.href } })
    }
    // Asked for while the page's code loads.
    queryClient.prefetchQuery({ ...meQuery, staleTime: Number.POSITIVE_INFINITY })
  },
  component: SignedIn,
})

/** From the first moment controls are on or off as they will stay; where it cannot be told, they are off. */
function SignedIn() {
  const { isPending, fetchStatus, failureCount } = useQuery(meQuery)
  if (isPending && fetchStatus === 'fetching' && failureCount === 0) return null
  return (
    <AppShell>
      <Outlet />
    </AppShell>
  )
}
