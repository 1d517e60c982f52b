/** The times that a dashboard looks back on. Pure. */
import { formatNumber, t } from '@/shared/i18n/texts'

export const SPANS = {
  hour: { label: 'Last hour', ms: 3_600_000, buckets: 30 },
  day: { label: 'Last 24 hours', ms: 86_400_000, buckets: 48 },
  week: { label: 'Last 7 days', ms: 7 * 86_400_000, buckets: 42 },
  month: { label: 'Last 30 days', ms: 30 * 86_400_000, buckets: 60 },
} as const

export type SpanName = keyof typeof SPANS

export const SPAN_NAMES = Object.keys(SPANS) as SpanName[]

export const DEFAULT_SPAN: SpanName = 'day'

export const sinceOf = (span: SpanName, nowMs: number) =>
  new Date(nowMs - SPANS[span].ms).toISOString()

/** Of those that ended well or failed; null when none did. */
export function successRate({ succeeded, failed }: { succeeded: number; failed: number }) {
  const ended = succeeded + failed
  return ended === 0 ? null : succeeded / ended
}

/** `97.4 %`; never 100 % while something failed. */
export function percent(part: number | null): string {
  if (part === null) return '–'
  const shown = part < 1 ? Math.min(Math.round(part * 1000) / 10, 99.9) : 100
  return `${formatNumber(shown)} %`
}

/** `+12 %` against the span before; empty where there is nothing to compare with. */
export function change(now: number, before: number): string {
  if (before === 0) return ''
  const part = Math.round((now / before - 1) * 100)
  return part === 0 ? t('as before') : `${part > 0 ? '+' : '−'}${Math.abs(part)} %`
}
