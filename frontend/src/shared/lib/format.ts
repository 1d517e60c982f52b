/** Times and sizes as people read them, in the language that is spoken now. */
import { locale, spoken } from '@/shared/i18n/language'
import { formatNumber, t } from '@/shared/i18n/texts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** `412 ms`, `2.05 s`, `48.3 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms))
  if (whole < SECOND_MS) return `${whole} ms`
  if (whole < MINUTE_MS) return `${seconds(whole / SECOND_MS)} s`
  if (whole < HOUR_MS) return two(whole, MINUTE_MS, 'min', SECOND_MS, 's')
  if (whole < DAY_MS) return two(whole, HOUR_MS, 'h', MINUTE_MS, 'min')
  return two(whole, DAY_MS, 'd', HOUR_MS, 'h')
}

/** Three figures; never rounds up to a minute. */
const seconds = (value: number) =>
  value < 10 ? formatNumber(value, 2) : formatNumber(Math.floor(value * 10) / 10, 1)

function two(ms: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((ms % big) / small)
  const first = `${Math.floor(ms / big)} ${bigUnit}`
  return rest === 0 ? first : `${first} ${rest} ${smallUnit}`
}

/** Milliseconds between two ISO times; null when the first is missing. An open end is `nowMs`. */
export function elapsedMs(
  startedAt: string | null,
  finishedAt: string | null,
  nowMs: number,
): number | null {
  if (!startedAt) return null
  return Math.max(0, (finishedAt ? Date.parse(finishedAt) : nowMs) - Date.parse(startedAt))
}

/** `just now`, `4 s ago`, `12 min ago`, `5 h ago`, `3 d ago`; older: the date. */
export function formatAgo(iso: string, nowMs: number): string {
  const age = nowMs - Date.parse(iso)
  if (age < 2 * SECOND_MS) return t('just now')
  if (age < MINUTE_MS) return ago(age, SECOND_MS, 's')
  if (age < HOUR_MS) return ago(age, MINUTE_MS, 'min')
  if (age < DAY_MS) return ago(age, HOUR_MS, 'h')
  if (age < 7 * DAY_MS) return ago(age, DAY_MS, 'd')
  return formatDate(iso)
}

const ago = (age: number, unitMs: number, unit: string) =>
  t('{time} ago', { time: `${Math.floor(age / unitMs)} ${unit}` })

/** Making one takes a thousand times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function format(iso: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale()} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options)
  formats.set(key, known)
  return known.format(Date.parse(iso))
}

/** Date and time to the second, in the reader's zone. */
export const formatTime = (iso: string) => format(iso, { dateStyle: 'medium', timeStyle: 'medium' })

export const formatDate = (iso: string) => format(iso, { dateStyle: 'medium' })

/** `14:03:07.250`: where the day is known. */
export const formatClock = (iso: string) =>
  format(iso, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })

/** `812 B`, `64.0 KB`, `1.2 MB`; a kilobyte has 1,024 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  if (bytes < 1_024 ** 2) return `${formatNumber(bytes / 1_024, 1)} KB`
  return `${formatNumber(bytes / 1_024 ** 2, 1)} MB`
}

/** `97.4%`, or `97,4 %` in German; with one digit behind the point at most. */
export const formatPercent = (part: number, signDisplay: 'auto' | 'exceptZero' = 'auto') =>
  new Intl.NumberFormat(spoken().language, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay,
  }).format(part)

/** `a, b and c`. */
export const formatList = (words: readonly string[]) =>
  new Intl.ListFormat(spoken().language, { type: 'conjunction' }).format(words)
