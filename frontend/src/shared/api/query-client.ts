/** Server state of the whole app. */
import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './error'

const MAX_RETRIES = 2

/** A refusal stays a refusal; only a lost connection or an overloaded server is worth another try. */
export function isWorthRetrying(failures: number, error: Error): boolean {
  if (!(error instanceof ApiError)) return false
  return failures < MAX_RETRIES && (error.status === 0 || error.status >= 502)
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: isWorthRetrying, staleTime: 5_000 },
    mutations: { retry: false },
  },
})
