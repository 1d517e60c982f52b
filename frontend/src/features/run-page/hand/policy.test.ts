import { expect, test } from 'vitest'
import { mendedPolicy, policyTexts, readPolicy } from './policy'

test('a policy that says nothing shows what the engine does', () => {
  expect(readPolicy(policyTexts(undefined)).value).toEqual({
    timeout_s: 60,
    retry: { max_attempts: 5, initial_interval_s: 1, backoff: 2, max_interval_s: 60 },
  })
})

test('what the graph says is what one begins with', () => {
  const texts = policyTexts({ timeout_s: 5, retry: { max_attempts: 20 }, on_error: 'hold' })

  expect(texts.timeout_s).toBe('5')
  expect(readPolicy(texts).value?.retry.max_attempts).toBe(20)
})

test('a mended policy keeps what it is not asked about, and is left out where it is the same', () => {
  const policy = { timeout_s: 5, on_error: 'hold' }
  const texts = policyTexts(policy)

  expect(mendedPolicy(policy, { ...texts, timeout_s: '90' })).toMatchObject({
    on_error: 'hold',
    timeout_s: 90,
    retry: { max_attempts: 5 },
  })
  expect(mendedPolicy(policy, { ...texts, timeout_s: '5.0' })).toBeNull()
  expect(mendedPolicy(undefined, policyTexts(undefined))).toBeNull()
})

test('what is no number, too small or broken is said at its field', () => {
  const texts = { ...policyTexts({}), timeout_s: '0', max_attempts: '2.5', backoff: '' }
  const { value, errors } = readPolicy(texts)

  expect(value).toBeNull()
  expect(Object.keys(errors)).toEqual(['timeout_s', 'max_attempts', 'backoff'])
  expect(errors.max_attempts).toContain('whole')
})

test('a comma is a decimal point', () => {
  expect(readPolicy({ ...policyTexts({}), timeout_s: '2,5' }).value?.timeout_s).toBe(2.5)
})
