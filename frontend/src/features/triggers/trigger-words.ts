/** What is said of triggers: in one place, so that lists and pages say the same. */

import type { FieldFault } from '@/features/schema-form'
import { ApiError } from '@/shared/api/error'
import type { FiringRead, SampleRead, TriggerRead } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'

export const HEALTH_WORDS: Readonly<Record<TriggerRead['health'], PlainText>> = {
  ok: 'Works|trigger',
  failing: 'Failing',
  paused: 'Paused',
  unused: 'Not fired yet',
}

/** Where a sample is from. */
export const ORIGIN_WORDS: Readonly<Record<SampleRead['origin'], PlainText>> = {
  captured: 'caught at the test address',
  fired: 'started a run',
  example: 'an example',
}

export const OUTCOME_WORDS: Readonly<Record<FiringRead['outcome'], PlainText>> = {
  started: 'Started|outcome',
  duplicate: 'Came before',
  skipped: 'Skipped',
  refused: 'Refused',
  failed: 'Failed',
  sample: 'Captured',
}

/** The whole address, as a sender needs it. */
export const addressOf = (path: string) => `${location.origin}${path}`

/** Where or when it fires, in one line; `said` says it in the reader's language. */
export function whereOrWhen(trigger: TriggerRead, said: (text: string) => string): string {
  if (trigger.url) return trigger.url
  const next = trigger.next_time ? t('next {time}', { time: formatTime(trigger.next_time) }) : ''
  return [said(trigger.words), next].filter(Boolean).join(' · ')
}

type Faults = {
  /** By pointer below the config. */
  config: ReadonlyMap<string, readonly FieldFault[]>
  /** By pointer below the mapping. */
  mapping: ReadonlyMap<string, readonly FieldFault[]>
  /** Some of it belongs to no field. */
  hasOthers: boolean
}

const NO_FAULTS: Faults = { config: new Map(), mapping: new Map(), hasOthers: false }

/** A refusal, at the fields that it is about. */
export function faultsOf(error: unknown): Faults {
  if (!error) return NO_FAULTS
  const problems = error instanceof ApiError ? error.problems : []
  const config = new Map<string, FieldFault[]>()
  const mapping = new Map<string, FieldFault[]>()
  let placed = 0
  for (const { field, message, line = null, column = null } of problems) {
    for (const [name, map] of [
      ['/config', config],
      ['/mapping', mapping],
    ] as const) {
      if (!field?.startsWith(`${name}/`)) continue
      placed += 1
      const at = field.slice(name.length)
      const fault: FieldFault = { message, severity: 'error', line, column }
      map.set(at, [...(map.get(at) ?? []), fault])
    }
  }
  return { config, mapping, hasOthers: problems.length === 0 || placed < problems.length }
}
