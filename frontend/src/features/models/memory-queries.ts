import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'

export const memoriesKey = ['memories'] as const

export const memoriesQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: [...memoriesKey, 'list', search],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/memories', {
          params: { query: { search: search || null, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  })

export const entriesQuery = (memoryId: string) =>
  infiniteQueryOptions({
    queryKey: [...memoriesKey, 'entries', memoryId],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/memories/{memory_id}/entries', {
          params: { path: { memory_id: memoryId }, query: { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

export const eraseMemory = (memoryId: string) =>
  dataOf(api.DELETE('/api/v1/memories/{memory_id}', { params: { path: { memory_id: memoryId } } }))

export const eraseEntry = (memoryId: string, entryId: string) =>
  dataOf(
    api.DELETE('/api/v1/memories/{memory_id}/entries/{entry_id}', {
      params: { path: { memory_id: memoryId, entry_id: entryId } },
    }),
  )
