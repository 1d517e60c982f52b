import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: async ({ signal }) => (await dataOf(api.GET('/api/v1/templates', { signal }))).items,
  staleTime: 60 * 60_000,
})

/** The workflow that it made. */
export const applyTemplate = (slug: string) =>
  dataOf(api.POST('/api/v1/templates/{slug}/use', { params: { path: { slug } }, body: {} }))
