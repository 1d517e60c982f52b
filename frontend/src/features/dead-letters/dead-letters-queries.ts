/** The endpoints of dead letters. */
import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { DeadLetterRead } from '@/shared/api/types'
import type { LetterFilters } from './letter-filters'

const PAGE = 50
const REFRESH_MS = 5_000

export const lettersKey = ['dead-letters'] as const

export const lettersQuery = ({ status = 'open', workflow }: LetterFilters) =>
  infiniteQueryOptions({
    queryKey: [...lettersKey, { status, workflow }],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/dead-letters', {
          params: {
            query: { status, workflow_id: workflow ?? null, cursor: pageParam, limit: PAGE },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: REFRESH_MS,
  })

const letterPath = (id: string) => ({ params: { path: { letter_id: id } } })

/** A run goes on where it failed; an event is sent again. */
export const retryLetter = async ({ id, kind }: DeadLetterRead): Promise<string | null> => {
  if (kind === 'event') {
    await dataOf(api.POST('/api/v1/dead-letters/{letter_id}/resend', letterPath(id)))
    return null
  }
  return (await dataOf(api.POST('/api/v1/dead-letters/{letter_id}/retry', letterPath(id)))).id
}

export const discardLetter = ({ id }: DeadLetterRead) =>
  dataOf(api.POST('/api/v1/dead-letters/{letter_id}/discard', letterPath(id)))

/** All open ones that fit. */
export const discardLetters = ({ workflow }: LetterFilters) =>
  dataOf(api.POST('/api/v1/dead-letters/discard', { body: { workflow_id: workflow ?? null } }))
