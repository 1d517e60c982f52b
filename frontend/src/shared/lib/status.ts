/** How each status is told: shape, icon and word first, colour second. */

import type { RunStatus, StepStatus } from '@/shared/api/types'
import type { PlainText } from '@/shared/i18n/texts'

/** `retrying` is a running step past its first attempt: ours to show, not the API's. */
export type ShownStatus = RunStatus | StepStatus | 'retrying'

export type StatusShape = 'wash' | 'plain' | 'filled' | 'dashed'

type StatusLook = { word: PlainText; shape: StatusShape }

export const STATUS_LOOKS: Readonly<Record<ShownStatus, StatusLook>> = {
  queued: { word: 'Queued', shape: 'dashed' },
  running: { word: 'Running', shape: 'wash' },
  retrying: { word: 'Retrying', shape: 'wash' },
  waiting: { word: 'Waiting', shape: 'wash' },
  paused: { word: 'Paused', shape: 'wash' },
  succeeded: { word: 'Succeeded', shape: 'plain' },
  failed: { word: 'Failed', shape: 'filled' },
  cancelled: { word: 'Cancelled', shape: 'dashed' },
  skipped: { word: 'Skipped', shape: 'dashed' },
}

/** A step that is being tried again says so. */
export function shownStatus(status: StepStatus, attempt: number): ShownStatus {
  return attempt > 1 && (status === 'running' || status === 'queued') ? 'retrying' : status
}

export const RUN_STATUSES: readonly RunStatus[] = [
  'queued',
  'running',
  'waiting',
  'paused',
  'succeeded',
  'failed',
  'cancelled',
]
