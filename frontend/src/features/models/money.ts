/** Amounts of money as people read them. Pure. */
import { spoken } from '@/shared/i18n/language'
import { formatNumber, plural } from '@/shared/i18n/texts'

const CENT = 0.01

/** `$0.0042`, `$1,200.00`; in German `1.200,00 $`: small amounts keep two figures. */
export function formatUsd(usd: number): string {
  const digits =
    usd === 0
      ? 0
      : Math.abs(usd) >= CENT
        ? 2
        : Math.min(8, 1 - Math.floor(Math.log10(Math.abs(usd))))
  return new Intl.NumberFormat(spoken().language, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(usd)
}

/** `999,999`, then `1.2 M`. */
export function formatTokens(tokens: number): string {
  return tokens < 1_000_000 ? formatNumber(tokens) : `${formatNumber(tokens / 1_000_000, 1)} M`
}

export const unpricedWords = (count: number) =>
  plural(count, '{count} call without a price', '{count} calls without a price')

/** An amount that somebody wrote; null: nothing, undefined: no amount. */
export function readUsd(text: string): number | null | undefined {
  const plain = text.trim().replace(',', '.')
  if (plain === '') return null
  const usd = Number(plain)
  return Number.isFinite(usd) && usd > 0 ? usd : undefined
}
