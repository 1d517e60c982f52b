import { createFileRoute, Outlet, redirect } from '@tanstack/react-router'
import { AppShell } from '@/features/shell'
import { session } from '@/shared/api/session'

export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ location }) => {
    if (await session.restore()) return
    throw redirect({ to: '/sign-in', search: { next: location.href } })
  },
  component: SignedIn,
})

function SignedIn() {
  return (
    <AppShell>
      <Outlet />
    </AppShell>
  )
}
