import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { RunSummary } from '@/shared/api/types'
import type { RunFilters } from './run-filters'

const PAGE = 50
const LIVE_REFRESH_MS = 2_000
const IDLE_REFRESH_MS = 5_000

/** All lists of runs. */
export const runsKey = ['runs'] as const

const isOpen = (run: RunSummary) => run.finished_at === null

export const runsQuery = ({ status, workflow, search, key }: RunFilters) =>
  infiniteQueryOptions({
    queryKey: [...runsKey, { status, workflow, search, key }],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/runs', {
          params: {
            query: {
              status: status ?? null,
              workflow_id: workflow ?? null,
              search: search || null,
              key: key || null,
              cursor: pageParam,
              limit: PAGE,
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.items.some(isOpen) ? LIVE_REFRESH_MS : IDLE_REFRESH_MS,
  })
