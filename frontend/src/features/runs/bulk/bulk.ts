/** Bulk actions, in words and figures. Pure. */
import type { BulkCreate, BulkPreview, BulkRead } from '@/shared/api/types'
import { formatNumber, type PlainText, plural, t } from '@/shared/i18n/texts'
import { RUN_STATUSES, STATUS_LOOKS } from '@/shared/lib/status'

export type BulkName = BulkCreate['action']

type BulkWords = {
  /** On the button. */
  verb: PlainText
  /** `Cancelled 12 runs`. */
  past: PlainText
  danger?: true
  /** What follows, and what is lost. */
  tells: PlainText
}

export const BULK: Readonly<Record<BulkName, BulkWords>> = {
  pause: { verb: 'Pause', past: 'Paused', tells: 'They start nothing new until they are resumed.' },
  resume: { verb: 'Resume', past: 'Resumed', tells: 'What the pause held back starts.' },
  cancel: {
    verb: 'Cancel',
    past: 'Cancelled',
    danger: true,
    tells: 'Steps under way are told to let go. What has been done stays done.',
  },
  terminate: {
    verb: 'Terminate',
    past: 'Terminated',
    danger: true,
    tells: 'They end at once; steps under way can’t clean up.',
  },
  retry: {
    verb: 'Retry',
    past: 'Retried',
    tells: 'Each goes on where it stopped, in a new run; a run is retried once.',
  },
  fork: {
    verb: 'Fork',
    past: 'Forked',
    tells: 'Each gets a new run, which runs the step you name and all after it again.',
  },
}

export const BULK_NAMES: readonly BulkName[] = [
  'pause',
  'resume',
  'cancel',
  'terminate',
  'retry',
  'fork',
]

/** What the dialog of a bulk action asks for, as it is typed. */
export type BulkTexts = Readonly<Record<'node' | 'version' | 'reason', string>>

/** Which of them has a meaning for which action. */
export const ASKS: Readonly<Record<BulkName, readonly (keyof BulkTexts)[]>> = {
  pause: [],
  resume: [],
  cancel: [],
  terminate: ['reason'],
  retry: ['version'],
  fork: ['node', 'version'],
}

/** What is asked for so far; not `isReady` while a field says something that can’t be. */
export function bulkOrder(
  action: BulkName,
  filter: BulkCreate['filter'],
  texts: BulkTexts,
): { order: BulkCreate; isReady: boolean } {
  const asked = (name: keyof BulkTexts) => (ASKS[action].includes(name) ? texts[name].trim() : '')
  const [node, version, reason] = [asked('node'), asked('version'), asked('reason')]
  const order: BulkCreate = {
    action,
    filter,
    ...(node && { node_id: node }),
    ...(version && isVersion(version) && { version: Number(version) }),
    ...(reason && { reason }),
  }
  return { order, isReady: isVersion(version) && (action !== 'fork' || node !== '') }
}

/** Empty is one too: that which each run followed. */
export const isVersion = (text: string) => text.trim() === '' || /^[1-9]\d{0,8}$/.test(text.trim())

export const isUnderWay = ({ finished_at: at, status }: BulkRead) =>
  at === null && status !== 'cancelled'

/** Runs dealt with, 0 to 1. */
export const shareOf = ({ total, done, refused }: BulkRead) =>
  total === 0 ? 1 : Math.min(1, (done + refused) / total)

/** `Cancel 12 runs`, `Cancelled 12 runs`. */
export const bulkTitle = (words: PlainText, count: number) =>
  t('{verb} {runs}', { verb: t(words), runs: plural(count, '{count} run', '{count} runs') })

/** `12 runs: 10 failed, 2 cancelled`. */
export function countWords({ count, by_status: byStatus }: BulkPreview): string {
  const parts = RUN_STATUSES.flatMap((status) => {
    const many = byStatus[status]
    return many ? [`${formatNumber(many)} ${t(STATUS_LOOKS[status].word).toLowerCase()}`] : []
  })
  return parts.length > 0
    ? `${plural(count, '{count} run', '{count} runs')}: ${parts.join(', ')}`
    : plural(count, '{count} run', '{count} runs')
}
