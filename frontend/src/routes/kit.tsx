import { createFileRoute, lazyRouteComponent, notFound } from '@tanstack/react-router'

/** Every component in every state; while developing only, so that it is in no build. */
export const Route = createFileRoute('/kit')({
  beforeLoad: () => {
    if (!import.meta.env.DEV) throw notFound()
  },
  component: import.meta.env.DEV
    ? lazyRouteComponent(() => import('@/shared/kit/kit-page'), 'KitPage')
    : () => null,
})
