import { describe, expect, it } from 'vitest'
import { ApiError } from '@/shared/api/error'
import type { TriggerRead } from '@/shared/api/types'
import { faultsOf, whereOrWhen } from './trigger-words'

const refusal = (...fields: string[]) =>
  new ApiError({
    status: 422,
    code: 'invalid',
    title: 'The input is not valid',
    detail: 'No.',
    problems: fields.map((field) => ({
      severity: 'error',
      code: 'x',
      message: `at ${field}`,
      field,
    })),
  })

describe('faultsOf', () => {
  it('puts what the server refuses at its fields', () => {
    const faults = faultsOf(refusal('/config/path', '/mapping/filter'))
    expect(faults.config.get('/path')?.[0]?.message).toBe('at /config/path')
    expect(faults.mapping.get('/filter')?.[0]?.message).toBe('at /mapping/filter')
    expect(faults.hasOthers).toBe(false)
  })

  it('says when something has no field', () => {
    expect(faultsOf(refusal('/config', '/config/path')).hasOthers).toBe(true)
    expect(faultsOf(new Error('gone')).hasOthers).toBe(true)
    expect(faultsOf(null).hasOthers).toBe(false)
  })
})

const asItIs = (text: string) => text

describe('whereOrWhen', () => {
  const trigger = (more: Partial<TriggerRead>) => more as TriggerRead

  it('gives the address, else the words with the next time', () => {
    expect(whereOrWhen(trigger({ url: '/hooks/a', words: 'x' }), asItIs)).toBe('/hooks/a')
    expect(whereOrWhen(trigger({ url: null, words: 'Every day', next_time: null }), asItIs)).toBe(
      'Every day',
    )
    expect(
      whereOrWhen(
        trigger({ url: null, words: 'Daily', next_time: '2026-11-21T09:00:00Z' }),
        asItIs,
      ),
    ).toMatch(/^Daily · next .*2026/)
  })
})
