/** The endpoints of bulk actions. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { BulkCreate, BulkRead } from '@/shared/api/types'
import { isUnderWay } from './bulk'

const FAST_MS = 1_000
const SLOW_MS = 10_000
const PAGE = 20

export const bulkKey = ['bulk'] as const

export const bulkPreviewQuery = (order: BulkCreate) =>
  queryOptions({
    queryKey: [...bulkKey, 'preview', order],
    queryFn: ({ signal }) =>
      dataOf(api.POST('/api/v1/bulk-actions/preview', { body: order, signal })),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  })

export const startBulk = (order: BulkCreate, key: string): Promise<BulkRead> =>
  dataOf(
    api.POST('/api/v1/bulk-actions', {
      params: { header: { 'idempotency-key': key } },
      body: order,
    }),
  )

export const cancelBulk = (bulkId: string): Promise<BulkRead> =>
  dataOf(
    api.POST('/api/v1/bulk-actions/{bulk_id}/cancel', { params: { path: { bulk_id: bulkId } } }),
  )

/** The newest first; often while one is under way. */
export const bulkActionsQuery = infiniteQueryOptions({
  queryKey: [...bulkKey, 'list'],
  queryFn: ({ pageParam, signal }) =>
    dataOf(
      api.GET('/api/v1/bulk-actions', {
        params: { query: { cursor: pageParam, limit: PAGE } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  refetchInterval: ({ state }) =>
    state.data?.pages[0]?.items.some(isUnderWay) ? FAST_MS : SLOW_MS,
})
