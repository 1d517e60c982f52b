/** Shares and changes as a dashboard tells them. Pure. */
import { t } from '@/shared/i18n/texts'
import { formatPercent } from '@/shared/lib/format'

/** Of those that ended well or failed; null when none did. */
export function successRate({ succeeded, failed }: { succeeded: number; failed: number }) {
  const ended = succeeded + failed
  return ended === 0 ? null : succeeded / ended
}

/** `97.4%`, or `97,4 %` in German; never 100 % while something failed. */
export function percent(part: number | null): string {
  if (part === null) return '–'
  const shown = part < 1 ? Math.min(Math.round(part * 1000) / 10, 99.9) : 100
  return formatPercent(shown / 100)
}

/** `+12%` against the span before; empty where there is nothing to compare with. */
export function change(now: number, before: number): string {
  if (before === 0) return ''
  const part = Math.round((now / before - 1) * 100)
  return part === 0 ? t('as before') : formatPercent(part / 100, 'exceptZero')
}
