import { expect, test } from 'vitest'
import { limitTexts, readLimits } from './limits'

const NONE = limitTexts({
  max_concurrent_runs: null,
  rate: null,
  run_timeout_s: null,
  retention_days: null,
  priority: 3,
  in_line: 0,
})

test('what was read is written back the same', () => {
  const settings = {
    max_concurrent_runs: 10,
    rate: { runs: 100, per_s: 60 },
    run_timeout_s: 3600,
    retention_days: 90,
    priority: 2,
  }

  expect(readLimits(limitTexts({ ...settings, in_line: 4 })).value).toEqual(settings)
})

test('an empty field is no limit', () => {
  expect(readLimits(NONE).value).toEqual({
    max_concurrent_runs: null,
    rate: null,
    run_timeout_s: null,
    retention_days: null,
    priority: 3,
  })
})

test('half a rate, zero and fractions of runs are said at their fields', () => {
  expect(readLimits({ ...NONE, rate_runs: '5' }).errors.rate_per_s).toContain('both')
  expect(readLimits({ ...NONE, max_concurrent_runs: '0' }).errors.max_concurrent_runs).toBeDefined()
  expect(readLimits({ ...NONE, retention_days: '1.5' }).errors.retention_days).toContain('whole')
  expect(readLimits({ ...NONE, run_timeout_s: '1,5' }).value?.run_timeout_s).toBe(1.5)
})
