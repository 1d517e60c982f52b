import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
  useRouter,
} from '@tanstack/react-router'
import { Fragment } from 'react'
import { useLanguage } from '@/shared/i18n/language'
import { ErrorState } from '@/shared/ui/error-state'
import { Toaster } from '@/shared/ui/toaster'

type RouterContext = { queryClient: QueryClient }

export const Route = createRootRouteWithContext<RouterContext>()({
  component: Root,
  notFoundComponent: lazyRouteComponent(
    () => import('@/features/shell/no-such-page'),
    'NoSuchPage',
  ),
  errorComponent: Failure,
})

function Root() {
  // Another language is another page: every text is said again.
  return (
    <Fragment key={useLanguage()}>
      <Outlet />
      <Toaster />
    </Fragment>
  )
}

function Failure({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const retry = () => {
    reset()
    router.invalidate()
  }
  return (
    <main className="h-full bg-surface">
      <ErrorState error={error} onRetry={retry} />
    </main>
  )
}
