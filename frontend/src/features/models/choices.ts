/** What the page of models shows; in its address, so that the shell reads it too. */
export const TABS = ['usage', 'models', 'budgets', 'memory'] as const
export type ModelsTab = (typeof TABS)[number]

export const USAGE_BY = ['model', 'workflow', 'account', 'credential', 'day'] as const
export type UsageBy = (typeof USAGE_BY)[number]

export const SPAN_DAYS = {
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30,
  quarter: 90,
  year: 365,
} as const
export type UsageSpan = keyof typeof SPAN_DAYS
export const SPANS = Object.keys(SPAN_DAYS) as UsageSpan[]
