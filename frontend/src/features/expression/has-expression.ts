/** Apart from the parser, which is much to load for a glance. */

/** True for text that holds at least one expression. */
export const hasExpression = (value: unknown): value is string =>
  typeof value === 'string' && value.includes('{{')
