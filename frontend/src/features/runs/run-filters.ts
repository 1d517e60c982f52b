/** The filters of the runs list, as the URL holds them: the shell reads them too. */

import type { RunStatus, RunSummary } from '@/shared/api/types'
import {
  readOne,
  readSome,
  readText,
  readTime,
  readUuid,
  type SearchParams,
} from '@/shared/lib/search-params'
import { RUN_STATUSES } from '@/shared/lib/status'

export type TriggerType = RunSummary['trigger']

/** Made within this time before now. */
export type Within = '1h' | '24h' | '7d' | '30d'

export type RunFilters = {
  /** Any of these. */
  status?: RunStatus[] | undefined
  /** Id. */
  workflow?: string | undefined
  version?: number | undefined
  /** Any of these. */
  trigger?: TriggerType[] | undefined
  within?: Within | undefined
  /** Made at or after this time, which takes the place of `within`. */
  since?: string | undefined
  /** Made before this time. */
  until?: string | undefined
  /** Part of the workflow's name, or how the run's id begins. */
  search?: string | undefined
  /** Business key. */
  key?: string | undefined
  /** Part of the error's message. */
  error?: string | undefined
  /** Node type of the step that failed the run. */
  failed_type?: string | undefined
  /** Seconds from start to end, of runs that have ended. */
  took_at_least_s?: number | undefined
}

export const TRIGGERS: readonly TriggerType[] = [
  'manual',
  'webhook',
  'schedule',
  'event',
  'chat',
  'workflow',
  'form',
  'poll',
  'email',
]

const HOUR_MS = 3_600_000

export const WITHIN_MS: Readonly<Record<Within, number>> = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
}

export const WITHINS = Object.keys(WITHIN_MS) as Within[]

const MAX_LENGTH = 200
const MAX_VERSION = 2_147_483_647
const MAX_TOOK_S = 1e9

export function readRunFilters(params: SearchParams): RunFilters {
  return {
    status: readSome(params.status, RUN_STATUSES),
    workflow: readUuid(params.workflow),
    version: readVersion(params.version),
    trigger: readSome(params.trigger, TRIGGERS),
    within: readOne(params.within, WITHINS),
    since: readTime(params.since),
    until: readTime(params.until),
    search: readText(params.search, MAX_LENGTH),
    key: readText(params.key, MAX_LENGTH),
    error: readText(params.error, MAX_LENGTH),
    failed_type: readText(params.failed_type, MAX_LENGTH),
    took_at_least_s: readSeconds(params.took_at_least_s),
  }
}

function readVersion(value: unknown): number | undefined {
  const number = Number(value)
  return Number.isInteger(number) && number >= 1 && number <= MAX_VERSION ? number : undefined
}

function readSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'boolean' ? Number.NaN : Number(value)
  return seconds > 0 && seconds <= MAX_TOOK_S ? seconds : undefined
}

export const hasFilters = (filters: RunFilters) => Object.values(filters).some(Boolean)

/** Without those that filter nothing, for keeping. */
export const filtersSet = (filters: RunFilters) =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))

/** When runs that are shown were made at the earliest; to the minute, so that it asks for the same. */
export function sinceOf({ since, within }: RunFilters, nowMs: number): string | null {
  if (since) return since
  if (!within) return null
  const minute = Math.floor((nowMs - WITHIN_MS[within]) / 60_000) * 60_000
  return new Date(minute).toISOString()
}
