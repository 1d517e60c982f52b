import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  type ErrorComponentProps,
  Link,
  Outlet,
  useRouter,
} from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { Fragment } from 'react'
import { useLanguage } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { Toaster } from '@/shared/ui/toaster'

type RouterContext = { queryClient: QueryClient }

export const Route = createRootRouteWithContext<RouterContext>()({
  component: Root,
  notFoundComponent: NoSuchPage,
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

function NoSuchPage() {
  return (
    <main className="h-full bg-surface">
      <EmptyState
        icon={Compass}
        title={t('There is no such page.')}
        action={
          <Button asChild>
            <Link to="/workflows">{t('Go to workflows')}</Link>
          </Button>
        }
      >
        {t('The address may be misspelt, or the page has moved.')}
      </EmptyState>
    </main>
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
