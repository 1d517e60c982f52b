/** The filters of the dead letters, as the URL holds them: the shell reads it, so nothing else is here. */
import type { DeadLetterRead } from '@/shared/api/types'

export type LetterStatus = DeadLetterRead['status']

export const LETTER_STATUSES: readonly LetterStatus[] = ['open', 'retried', 'discarded']

export type LetterFilters = {
  /** Open ones when absent. */
  status?: LetterStatus | undefined
  /** Id of a workflow. */
  workflow?: string | undefined
  /** Id of a trigger: only its messages. */
  trigger?: string | undefined
}
