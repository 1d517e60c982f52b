import { api, dataOf } from '@/shared/api/client'

/** Where a description of an API is: one of the two. */
export type Source = { url: string } | { text: string }

export const readOperations = (body: Source) =>
  dataOf(api.POST('/api/v1/openapi/operations', { body }))

export const readOperation = (body: Source & { operation: string }) =>
  dataOf(api.POST('/api/v1/openapi/operation', { body }))
