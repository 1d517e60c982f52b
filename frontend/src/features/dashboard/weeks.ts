/** The weeks of a year, as the dashboard shows them. Pure. */
import type { DashboardRead, DayRead } from '@/shared/api/types'

const WEEKS = 52
const DAY_MS = 86_400_000

/** Of UTC, as `2026-11-21`: the last week ends today. */
export const firstDay = (nowMs: number) =>
  new Date(nowMs - (7 * WEEKS - 1) * DAY_MS).toISOString().slice(0, 10)

const startOf = (day: string) => `${day}T00:00:00.000Z`

/** Days, the first first, seven by seven. */
export function weeksOf(days: readonly DayRead[]): Pick<DashboardRead, 'buckets' | 'until'> {
  const buckets: DashboardRead['buckets'] = []
  for (const [at, day] of days.entries()) {
    if (at % 7 === 0) buckets.push({ at: startOf(day.day), succeeded: 0, failed: 0, other: 0 })
    const week = buckets.at(-1)
    if (!week) continue
    week.succeeded += day.succeeded
    week.failed += day.failed
    week.other += day.cancelled
  }
  const last = days.at(-1)
  const until = last ? new Date(Date.parse(startOf(last.day)) + DAY_MS).toISOString() : ''
  return { buckets, until }
}
