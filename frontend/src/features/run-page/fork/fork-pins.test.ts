import { expect, test } from 'vitest'
import type { ForkPreview } from '@/shared/api/types'
import { pinnable, pinsOf } from './fork-pins'

test('pins are what is written, and nothing while one is no JSON', () => {
  expect(pinsOf({ fetch: '{"id": 7}', list: '[]' })).toEqual({
    fetch: { output: { id: 7 }, port: null },
    list: { output: [], port: null },
  })
  expect(pinsOf({ fetch: '{"id": ' })).toBeNull()
  expect(pinsOf({})).toEqual({})
})

test('only steps that would run can be given an output', () => {
  const steps = [
    { node_id: 'start', reused: true },
    { node_id: 'fetch', reused: false },
    { node_id: 'end', reused: false },
  ]
  const found = pinnable({ steps } as ForkPreview, { fetch: '{}' })

  expect(found.map((step) => step.node_id)).toEqual(['end'])
})
