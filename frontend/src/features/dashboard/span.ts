/** The times that a dashboard looks back on. Pure. */

export const SPANS = {
  hour: { label: 'Last hour', within: '1h', ms: 3_600_000, buckets: 30 },
  day: { label: 'Last 24 hours', within: '24h', ms: 86_400_000, buckets: 48 },
  week: { label: 'Last 7 days', within: '7d', ms: 7 * 86_400_000, buckets: 42 },
  month: { label: 'Last 30 days', within: '30d', ms: 30 * 86_400_000, buckets: 60 },
} as const

export type SpanName = keyof typeof SPANS

export const SPAN_NAMES = Object.keys(SPANS) as SpanName[]

export const DEFAULT_SPAN: SpanName = 'day'

export const sinceOf = (span: SpanName, nowMs: number) =>
  new Date(nowMs - SPANS[span].ms).toISOString()
