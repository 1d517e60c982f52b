import type { DocumentRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'

/** While something is being indexed. */
export const REFRESH_MS = 1_500

/** Whether somebody is at work on it. */
export const isOpen = ({ status }: Pick<DocumentRead, 'status'>) =>
  status === 'queued' || status === 'reading' || status === 'indexing'

const SHOWN = {
  queued: 'queued',
  reading: 'running',
  indexing: 'running',
  ready: 'succeeded',
  failed: 'failed',
} as const

/** In the words and colours of runs. */
export const shownStatus = ({ status }: Pick<DocumentRead, 'status'>) => SHOWN[status]

/** What stands beside the icon. */
export function progressOf({ status, chunks, indexed }: DocumentRead): string {
  if (status === 'queued') return t('Waits')
  if (status === 'reading') return t('Is read')
  if (status === 'indexing') return t('{indexed} of {chunks} chunks', { indexed, chunks })
  return status === 'ready' ? plural(chunks, '{count} chunk', '{count} chunks') : t('Failed')
}

/** Where a chunk stands, for people. */
export function placeOf(at: { page: number | null; heading: string; start: number }): string {
  const parts = [
    at.page === null
      ? t('character {position}', { position: at.start + 1 })
      : t('page {page}', { page: at.page }),
  ]
  if (at.heading) parts.unshift(at.heading)
  return parts.join(' · ')
}
