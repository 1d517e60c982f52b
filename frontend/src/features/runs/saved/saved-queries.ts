/** Filters that the account keeps under names. */
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import { filtersSet, type RunFilters } from '../run-filters'

const PAGE = 'runs'

export const savedKey = ['saved-filters', PAGE] as const

export const savedQuery = queryOptions({
  queryKey: savedKey,
  queryFn: ({ signal }) =>
    dataOf(api.GET('/api/v1/saved-filters', { params: { query: { page: PAGE } }, signal })),
})

export const saveFilter = (name: string, filters: RunFilters) =>
  dataOf(
    api.POST('/api/v1/saved-filters', {
      body: { name, page: PAGE, search: filtersSet(filters) },
    }),
  )

export const deleteFilter = (filterId: string) =>
  dataOf(
    api.DELETE('/api/v1/saved-filters/{filter_id}', { params: { path: { filter_id: filterId } } }),
  )
