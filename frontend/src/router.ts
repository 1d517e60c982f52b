/** The one router. Routes are the files of `routes/`; the tree is generated from them. */
import { createRouter } from '@tanstack/react-router'
import { queryClient } from '@/shared/api/query-client'
import { session } from '@/shared/api/session'
import { routeTree } from './route-tree.gen'

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  // TanStack Query decides what is fresh, not the router.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
})

session.onEnd(() => {
  queryClient.clear()
  const next = router.state.location.href
  router.navigate({ to: '/sign-in', search: { next, ended: true } })
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
