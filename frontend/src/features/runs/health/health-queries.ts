/** Task queues with their workers, and circuits. */
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'

const REFRESH_MS = 3_000

export const circuitsKey = ['circuits'] as const

export const queuesQuery = queryOptions({
  queryKey: ['queues'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/queues', { signal })),
  refetchInterval: REFRESH_MS,
})

export const circuitsQuery = queryOptions({
  queryKey: circuitsKey,
  queryFn: ({ signal }) => dataOf(api.GET('/api/v1/circuits', { signal })),
  refetchInterval: REFRESH_MS,
})

export const closeCircuit = (destination: string, credential: string) =>
  dataOf(
    api.POST('/api/v1/circuits/{destination}/close', {
      params: { path: { destination }, query: { credential } },
    }),
  )
