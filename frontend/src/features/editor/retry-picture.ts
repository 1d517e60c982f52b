/** When the attempts of a policy come, one after the other, were each to fail at once. */
import { formatNumber } from '@/shared/i18n/texts'
import type { NodePolicy } from './document/graph'

export type RetryPicture = {
  /** Seconds from the first attempt; the first is at 0. Only those that are drawn. */
  at_s: number[]
  attempts: number
  /** From the first attempt to the last. */
  span_s: number
}

const DEFAULTS = { max_attempts: 5, initial_interval_s: 1, backoff: 2, max_interval_s: 60 }
const DRAWN = 40

export function retryPicture(retry: NodePolicy['retry']): RetryPicture {
  const { max_attempts, initial_interval_s, backoff, max_interval_s } = { ...DEFAULTS, ...retry }
  const at_s = [0]
  let [now, wait] = [0, initial_interval_s]
  for (let attempt = 1; attempt < max_attempts; attempt += 1) {
    now += Math.min(wait, max_interval_s)
    wait = Math.min(wait * backoff, max_interval_s)
    if (attempt < DRAWN) at_s.push(now)
  }
  return { at_s, attempts: max_attempts, span_s: now }
}

/** `1.5 s`, `2 min 5 s`, `3 h`: rough enough to be read at a glance. */
export function spanWords(seconds: number): string {
  if (seconds < 60) return `${formatNumber(Math.round(seconds * 10) / 10)} s`
  if (seconds < 3_600) return pair(seconds, 60, 'min', 's')
  if (seconds < 86_400) return pair(seconds, 3_600, 'h', 'min', 60)
  return pair(seconds, 86_400, 'd', 'h', 3_600)
}

function pair(seconds: number, unit: number, large: string, small: string, part = 1): string {
  const rest = Math.round((seconds % unit) / part)
  const whole = Math.floor(seconds / unit)
  return rest > 0 ? `${whole} ${large} ${rest} ${small}` : `${whole} ${large}`
}
