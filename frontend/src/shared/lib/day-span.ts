/** A span of days, as the browser's date fields give them, as the moments that the API takes. */

export type DaySpan = {
  /** Both days count. */
  from?: string | undefined
  to?: string | undefined
}

/** By this person's clock; undefined where there is no such day. */
export const spanOf = ({ from, to }: DaySpan) => ({
  since: dayStart(from),
  until: dayStart(to, 1),
})

function dayStart(day: string | undefined, later = 0): string | undefined {
  const start = new Date(`${day}T00:00:00`)
  if (Number.isNaN(start.getTime())) return undefined
  // Not 24 hours later: days on which the clock is changed are longer or shorter.
  start.setDate(start.getDate() + later)
  return start.toISOString()
}
