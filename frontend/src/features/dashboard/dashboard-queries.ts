import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { DashboardRead } from '@/shared/api/types'
import { SPANS, type SpanName, sinceOf } from './span'
import { firstDay } from './weeks'

const REFRESH_MS = 15_000

export const dashboardQuery = (span: SpanName) =>
  queryOptions({
    queryKey: ['dashboard', span],
    queryFn: ({ signal }): Promise<DashboardRead> =>
      dataOf(
        api.GET('/api/v1/dashboard', {
          params: { query: { since: sinceOf(span, Date.now()), buckets: SPANS[span].buckets } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })

/** What models were used for in the span. */
export const usageQuery = (span: SpanName) =>
  queryOptions({
    queryKey: ['dashboard', 'usage', span],
    queryFn: ({ signal }) => {
      const query = { by: 'day' as const, since: sinceOf(span, Date.now()) }
      return dataOf(api.GET('/api/v1/models/usage', { params: { query }, signal }))
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })

/** Runs by day over the weeks of a year. */
export const daysQuery = queryOptions({
  queryKey: ['dashboard', 'days'],
  queryFn: async ({ signal }) => {
    const query = { since: firstDay(Date.now()) }
    return (await dataOf(api.GET('/api/v1/dashboard/days', { params: { query }, signal }))).days
  },
  refetchInterval: 60_000,
})

/** What a newcomer has done already, as far as the workspace tells. */
export const firstStepsQuery = queryOptions({
  queryKey: ['dashboard', 'first-steps'],
  queryFn: async ({ signal }) => {
    const [workflows, published, runs] = await Promise.all([
      dataOf(api.GET('/api/v1/workflows', { params: { query: { limit: 1 } }, signal })),
      dataOf(
        api.GET('/api/v1/workflows', { params: { query: { limit: 1, published: true } }, signal }),
      ),
      dataOf(
        api.GET('/api/v1/runs', { params: { query: { limit: 1, status: ['succeeded'] } }, signal }),
      ),
    ])
    return {
      workflow: workflows.items[0]?.id ?? null,
      published: published.items.length > 0,
      greenRun: runs.items[0]?.id ?? null,
    }
  },
  refetchInterval: REFRESH_MS,
})
