import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'

/** Who is signed in, where, and what they may do there. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/auth/me', { signal })),
  staleTime: 60_000,
})
