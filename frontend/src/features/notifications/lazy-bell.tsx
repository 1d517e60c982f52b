import { lazy } from 'react'

/** What the shell shows: fetched beside the first page, not before it. */
export const LazyBell = lazy(async () => ({ default: (await import('./bell')).Bell }))
