import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { ApiKeyCreate } from '@/shared/api/types'

export const apiKeysKey = ['api-keys'] as const

export const apiKeysQuery = infiniteQueryOptions({
  queryKey: apiKeysKey,
  queryFn: ({ pageParam, signal }) =>
    dataOf(api.GET('/api/v1/api-keys', { params: { query: { cursor: pageParam } }, signal })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
})

export const createApiKey = (body: ApiKeyCreate) => dataOf(api.POST('/api/v1/api-keys', { body }))

export const revokeApiKey = (apiKeyId: string) =>
  dataOf(
    api.DELETE('/api/v1/api-keys/{api_key_id}', { params: { path: { api_key_id: apiKeyId } } }),
  )
