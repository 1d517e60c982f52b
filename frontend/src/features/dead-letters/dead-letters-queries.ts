/** The endpoints of dead letters. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { DeadLetterRead } from '@/shared/api/types'
import type { LetterFilters } from './letter-filters'

const PAGE = 50
const REFRESH_MS = 5_000

export const lettersKey = ['dead-letters'] as const

export const lettersQuery = ({ status = 'open', workflow, trigger }: LetterFilters) =>
  infiniteQueryOptions({
    queryKey: [...lettersKey, { status, workflow, trigger }],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/dead-letters', {
          params: {
            query: {
              status,
              workflow_id: workflow ?? null,
              trigger_id: trigger ?? null,
              cursor: pageParam,
              limit: PAGE,
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: REFRESH_MS,
  })

const letterPath = (id: string) => ({ params: { path: { letter_id: id } } })

/** A run goes on where it failed, an event is sent again, a message starts a run after all. */
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
export const discardLetters = ({ workflow, trigger }: LetterFilters) =>
  dataOf(
    api.POST('/api/v1/dead-letters/discard', {
      body: { workflow_id: workflow ?? null, trigger_id: trigger ?? null },
    }),
  )

/** The message of one. */
export const letterQuery = (id: string) =>
  queryOptions({
    queryKey: [...lettersKey, id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/dead-letters/{letter_id}', { ...letterPath(id), signal })),
  })

/** The oldest hundred of a trigger. */
export const retryMessages = (triggerId: string) =>
  dataOf(api.POST('/api/v1/dead-letters/retry', { body: { trigger_id: triggerId, limit: 100 } }))
