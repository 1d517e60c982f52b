import { expect, test } from 'vitest'
import { setLanguage } from '@/shared/i18n/language'
import { formatTokens, formatUsd, readUsd } from './money'

test.each([
  [0, '$0'],
  [1234.5, '$1,234.50'],
  [0.05, '$0.05'],
  [0.00423, '$0.0042'],
  [0.0000001, '$0.00000010'],
])('%d is shown as %s', (usd, shown) => expect(formatUsd(usd)).toBe(shown))

test('counts of tokens stay short', () => {
  expect([formatTokens(999_999), formatTokens(1_250_000)]).toEqual(['999,999', '1.3 M'])
})

test('an amount is read as people write it', () => {
  expect(['', ' 5 ', '0,5', '0', '-1', 'five'].map(readUsd)).toEqual([
    null,
    5,
    0.5,
    undefined,
    undefined,
    undefined,
  ])
})

test('the reader’s language says where the sign and the comma stand', async () => {
  await setLanguage('de')
  const german = formatUsd(1234.5)
  await setLanguage('en')

  expect(german.replace(/\s/g, ' ')).toBe('1.234,50 $')
})
