/** A past period, as fields of the reader's time zone write it and as the server takes it. */

import type { Period } from './triggers-queries'

const MINUTE_MS = 60_000

/** For a field of the type `datetime-local`: to the minute, and never ahead. */
export function localTime(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * MINUTE_MS)
  return shifted.toISOString().slice(0, 16)
}

/** Null: not filled in, not over yet, or the wrong way round. */
export function periodOf(from: string, to: string, now: Date): Period | null {
  const since = new Date(from)
  const until = new Date(to)
  if (!(since < until && until <= now)) return null
  return { since: since.toISOString(), until: until.toISOString() }
}
