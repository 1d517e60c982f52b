/** The node types of this installation, in the reader's language. */
import { queryOptions } from '@tanstack/react-query'
import { onLanguage } from '@/shared/i18n/language'
import { inLanguage } from '@/shared/i18n/server-words'
import { api, dataOf } from './client'
import { queryClient } from './query-client'

export const nodeTypesKey = ['node-types'] as const
export const NODE_TYPES_FRESH_MS = 5 * 60_000

// Those that are known speak the language in which they were asked for.
onLanguage(() => queryClient.removeQueries({ queryKey: nodeTypesKey }))

export async function readNodeTypes(signal: AbortSignal) {
  const { items } = await dataOf(api.GET('/api/v1/node-types', { signal }))
  return inLanguage(items)
}

export const nodeTypesQuery = queryOptions({
  queryKey: [...nodeTypesKey, 'list'],
  queryFn: ({ signal }) => readNodeTypes(signal),
  staleTime: NODE_TYPES_FRESH_MS,
})
