import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: async ({ signal }) => (await dataOf(api.GET('/api/v1/templates', { signal }))).items,
  staleTime: 60 * 60_000,
})

/** Those that are like what is looked for. Asked once: searching by words goes on without it. */
export const templatesLikeQuery = (text: string) =>
  queryOptions({
    queryKey: ['templates', 'like', text],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/templates/search', { params: { query: { query: text } }, signal })),
    enabled: text !== '',
    retry: false,
    staleTime: 10 * 60_000,
  })

/** The workflow that it made. */
export const applyTemplate = (slug: string) =>
  dataOf(api.POST('/api/v1/templates/{slug}/use', { params: { path: { slug } }, body: {} }))
