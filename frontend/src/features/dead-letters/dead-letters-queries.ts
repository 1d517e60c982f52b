/** The endpoints of dead letters. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { DeadLetterRead } from '@/shared/api/types'
import { spanOf } from '@/shared/lib/day-span'
import type { LetterFilters } from './letter-filters'

const PAGE = 50
const REFRESH_MS = 5_000

export const lettersKey = ['dead-letters'] as const

const MAX_ID = 63

/** What is typed as a node's id: made of a name as the builder makes it. */
export const nodeIdOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, MAX_ID)

/** As the API takes them, for the list and for what is done to all of it. */
export function conditionsOf({ workflow, trigger, node, ...days }: LetterFilters) {
  const { since = null, until = null } = spanOf(days)
  return {
    workflow_id: workflow ?? null,
    trigger_id: trigger ?? null,
    node_id: node ? nodeIdOf(node) : null,
    since,
    until,
  }
}

export const lettersQuery = ({ status = 'open', ...filters }: LetterFilters) =>
  infiniteQueryOptions({
    queryKey: [...lettersKey, { status, ...filters }],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/dead-letters', {
          params: {
            query: {
              status,
              ...conditionsOf(filters),
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
export const discardLetters = (filters: LetterFilters) =>
  dataOf(api.POST('/api/v1/dead-letters/discard', { body: conditionsOf(filters) }))

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
