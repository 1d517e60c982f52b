import { afterEach, expect, test } from 'vitest'
import { setLanguage } from '@/shared/i18n/language'
import { controlPolicySchema, policySchema } from './policy-schema'

afterEach(async () => {
  await setLanguage('en')
  localStorage.clear()
})

type Choice = { enum: readonly string[]; 'x-labels': Readonly<Record<string, string>> }

const choices = (): Choice[] =>
  [policySchema(), controlPolicySchema()]
    .flatMap((schema) => Object.values(schema.properties as Record<string, object>))
    .filter((field): field is Choice => 'enum' in field)

test('English has no other words for values', () => {
  expect(choices().map((choice) => choice['x-labels'])).toEqual([{}, {}, {}])
})

test('every value of a choice has a German word', async () => {
  await setLanguage('de')

  for (const choice of choices()) expect(Object.keys(choice['x-labels'])).toEqual([...choice.enum])
})
