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

export const readLetterFilters = (params: SearchParams): LetterFilters => ({
  status: readOne(params.status, LETTER_STATUSES),
  workflow: readUuid(params.workflow),
  node: readText(params.node, MAX_LENGTH),
  from: readDay(params.from),
  to: readDay(params.to),
})
