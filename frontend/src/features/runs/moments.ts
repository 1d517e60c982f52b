/** Moments as the browser's date-time fields have them: in the reader's zone, to the minute. */

/** `2026-11-23T01:05`; empty for none. */
export function localOf(moment: string | undefined): string {
  if (!moment) return ''
  const date = new Date(moment)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** With its zone, as the API and the address have it; undefined while the field is not filled in. */
export function momentOf(local: string): string | undefined {
  const ms = local ? new Date(local).getTime() : Number.NaN
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}
