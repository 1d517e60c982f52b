/** The filters of the dead letters, as the URL holds them: the shell reads it, so nothing else is here. */
import type { DeadLetterRead } from '@/shared/api/types'
import type { DaySpan } from '@/shared/lib/day-span'
import { readDay, readOne, readText, readUuid, type SearchParams } from '@/shared/lib/search-params'

export type LetterStatus = DeadLetterRead['status']

export const LETTER_STATUSES: readonly LetterStatus[] = ['open', 'retried', 'discarded']

export type LetterFilters = DaySpan & {
  /** Open ones when absent. */
  status?: LetterStatus | undefined
  /** Id of a workflow. */
  workflow?: string | undefined
  /** Id of a trigger: only its messages. */
  trigger?: string | undefined
  /** Id of the node at which it failed. */
  node?: string | undefined
}

const MAX_LENGTH = 63

/** What is typed as a node's id: made of a name as the builder makes it. */
export const nodeIdOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, MAX_LENGTH)

export const readLetterFilters = (params: SearchParams): LetterFilters => ({
  status: readOne(params.status, LETTER_STATUSES),
  workflow: readUuid(params.workflow),
  node: nodeIdOf(readText(params.node, MAX_LENGTH) ?? '') || undefined,
  from: readDay(params.from),
  to: readDay(params.to),
})
