import { expect, test } from 'vitest'
import { mendOf } from './mend'

const GIVEN = { config: { url: 'a' }, input: { url: 'b' } }
const POLICY = { timeout_s: 90 } as NonNullable<Parameters<typeof mendOf>[3]>

test('what is shown is what the step gets', () => {
  expect(mendOf('config', GIVEN, GIVEN, null)).toEqual({ config: { url: 'a' } })
  expect(mendOf('input', GIVEN, GIVEN, null)).toEqual({ input: { url: 'b' } })
})

test('another timeout alone leaves the settings as they were', () => {
  expect(mendOf('config', GIVEN, GIVEN, POLICY)).toEqual({ policy: POLICY })
})

test('another timeout goes with other settings, or with an input', () => {
  const values = { ...GIVEN, config: { url: 'c' } }

  expect(mendOf('config', GIVEN, values, POLICY)).toEqual({ config: { url: 'c' }, policy: POLICY })
  expect(mendOf('input', GIVEN, values, POLICY)).toEqual({ input: { url: 'b' }, policy: POLICY })
})
