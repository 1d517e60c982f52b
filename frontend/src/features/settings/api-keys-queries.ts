import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { ApiKeyCreate, ServiceAccountCreate } from '@/shared/api/types'

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

export const rotateApiKey = (apiKeyId: string, grace_hours: number) =>
  dataOf(
    api.POST('/api/v1/api-keys/{api_key_id}/rotate', {
      params: { path: { api_key_id: apiKeyId } },
      body: { grace_hours },
    }),
  )

export const serviceAccountsKey = ['service-accounts'] as const

export const serviceAccountsQuery = queryOptions({
  queryKey: serviceAccountsKey,
  queryFn: async ({ signal }) =>
    (await dataOf(api.GET('/api/v1/service-accounts', { signal }))).items,
})

export type ServiceRole = ServiceAccountCreate['role']

export const createServiceAccount = (body: ServiceAccountCreate) =>
  dataOf(api.POST('/api/v1/service-accounts', { body }))

export const removeServiceAccount = (accountId: string) =>
  dataOf(
    api.DELETE('/api/v1/service-accounts/{service_account_id}', {
      params: { path: { service_account_id: accountId } },
    }),
  )
