/** A fork's preview, in words. */
import type { ForkStepRead } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'

const REASONS: Readonly<Record<ForkStepRead['reason'], PlainText>> = {
  ended: 'its output is taken over',
  pinned: 'its output is given',
  skipped: 'stays skipped',
  chosen: 'you fork here',
  after: 'comes after a step that runs',
  not_ended: 'had not ended well',
  undone: 'was undone, or something in it was',
  new_node: 'is new in this version',
  other_type: 'is another kind of step in this version',
  port_gone: 'the path it took is gone in this version',
}

export function reasonOf({ reason, reused, edited }: ForkStepRead): string {
  const words = t(REASONS[reason])
  return reused && edited ? t('{words}, though this version has it otherwise', { words }) : words
}
