/** The lists of approvals: what is done with one is in `approval-queries.ts`, which the shell does without. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'

const PAGE = 50
export const REFRESH_MS = 5_000
const COUNT_REFRESH_MS = 15_000

/** All lists of approvals. */
export const approvalsKey = ['approvals'] as const

export const approvalsQuery = (open: boolean) =>
  infiniteQueryOptions({
    queryKey: [...approvalsKey, { open }],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/approvals', {
          params: { query: { open, cursor: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: REFRESH_MS,
  })

/** How many wait for this person; `isMore`: at least so many. */
export const waitingCountQuery = queryOptions({
  queryKey: [...approvalsKey, 'count'],
  queryFn: async ({ signal }) => {
    const query = { open: true, mine: true, limit: PAGE }
    const page = await dataOf(api.GET('/api/v1/approvals', { params: { query }, signal }))
    return { count: page.items.length, isMore: page.next_cursor !== null }
  },
  refetchInterval: COUNT_REFRESH_MS,
})
