import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import { conditionsOf } from './run-conditions'
import type { RunFilters } from './run-filters'

const PAGE = 100
const NEWEST = 50
const REFRESH_MS = 2_000

/** All lists of runs. */
export const runsKey = ['runs'] as const

type Ask = {
  cursor?: string | null
  ids?: readonly string[]
  limit?: number
  signal: AbortSignal
}

function list(filters: RunFilters, { cursor = null, ids = [], limit = PAGE, signal }: Ask) {
  return dataOf(
    api.GET('/api/v1/runs', {
      params: {
        query: {
          ...conditionsOf(filters),
          id: [...ids],
          cursor,
          limit: ids.length > 0 ? ids.length : limit,
        },
      },
      signal,
    }),
  )
}

/** Page by page; what is loaded stays as it was: `runsHeadQuery` and `runsSeenQuery` keep it live. */
export const runsQuery = (filters: RunFilters) =>
  infiniteQueryOptions({
    queryKey: [...runsKey, 'pages', filters],
    queryFn: ({ pageParam, signal }) => list(filters, { cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  })

/** The newest, again and again: a list of a hundred pages costs no more than one of one. */
export const runsHeadQuery = (filters: RunFilters) =>
  queryOptions({
    queryKey: [...runsKey, 'head', filters],
    queryFn: ({ signal }) => list(filters, { limit: NEWEST, signal }),
    refetchInterval: REFRESH_MS,
  })

/** Runs on the screen that go on, further down than the newest. */
export const runsSeenQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: [...runsKey, 'seen', ids],
    queryFn: ({ signal }) => list({}, { ids, signal }),
    enabled: ids.length > 0,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  })
