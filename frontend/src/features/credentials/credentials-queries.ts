import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import { queryClient } from '@/shared/api/query-client'
import type { CredentialCreate, CredentialRead, CredentialUpdate } from '@/shared/api/types'
import { onLanguage } from '@/shared/i18n/language'
import { inLanguage } from '@/shared/i18n/server-words'

export const credentialsKey = ['credentials'] as const

/** A page of all; the newest first. */
export const credentialsQuery = infiniteQueryOptions({
  queryKey: [...credentialsKey, 'list'],
  queryFn: ({ pageParam, signal }) => credentialsPage([], pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
})

/** All of some types, to choose from, by name. */
export const credentialChoiceQuery = (types: readonly string[]) =>
  queryOptions({
    queryKey: [...credentialsKey, 'choice', types],
    queryFn: async ({ signal }) => {
      const found: CredentialRead[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof credentialsPage>> = await credentialsPage(
          types,
          cursor,
          signal,
        )
        found.push(...page.items)
        cursor = page.next_cursor
      } while (cursor)
      return found.sort((a, b) => a.name.localeCompare(b.name))
    },
  })

export const credentialQuery = (credentialId: string) =>
  queryOptions({
    queryKey: [...credentialsKey, 'one', credentialId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/credentials/{credential_id}', { ...at(credentialId), signal })),
  })

const credentialsPage = (types: readonly string[], cursor: string | null, signal: AbortSignal) =>
  dataOf(
    api.GET('/api/v1/credentials', {
      params: { query: { cursor, limit: 100, ...(types.length > 0 && { type: [...types] }) } },
      signal,
    }),
  )

const credentialTypesKey = ['credential-types'] as const

// Those that are known speak the language in which they were asked for.
onLanguage(() => queryClient.removeQueries({ queryKey: credentialTypesKey }))

export const credentialTypesQuery = queryOptions({
  queryKey: credentialTypesKey,
  queryFn: async ({ signal }) => ({
    items: await inLanguage((await dataOf(api.GET('/api/v1/credential-types', { signal }))).items),
  }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const credentialUsesQuery = (credentialId: string) =>
  queryOptions({
    queryKey: [...credentialsKey, 'uses', credentialId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/credentials/{credential_id}/uses', { ...at(credentialId), signal })),
  })

export const createCredential = (body: CredentialCreate) =>
  dataOf(api.POST('/api/v1/credentials', { body }))

export const updateCredential = (credentialId: string, body: CredentialUpdate) =>
  dataOf(api.PATCH('/api/v1/credentials/{credential_id}', { ...at(credentialId), body }))

export const deleteCredential = (credentialId: string) =>
  dataOf(
    api.DELETE('/api/v1/credentials/{credential_id}', {
      params: { path: { credential_id: credentialId }, query: { force: true } },
    }),
  )

export const testCredential = (credentialId: string, url: string | null) =>
  dataOf(
    api.POST('/api/v1/credentials/{credential_id}/test', {
      ...at(credentialId),
      body: { url },
    }),
  )

/** Where to send the browser; made anew each time, since it is good once. */
export const connectQuery = (credentialId: string) =>
  queryOptions({
    queryKey: ['credential-connect', credentialId],
    queryFn: () =>
      dataOf(api.POST('/api/v1/credentials/{credential_id}/connect', at(credentialId))),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })

const at = (credentialId: string) => ({ params: { path: { credential_id: credentialId } } })
