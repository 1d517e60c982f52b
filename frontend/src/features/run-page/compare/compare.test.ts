import { expect, test } from 'vitest'
import type { StepRead } from '@/shared/api/types'
import { changesBetween, compareSteps, isDifferent } from './compare'

const step = (nodeId: string, output: unknown, status = 'succeeded') =>
  ({
    node_id: nodeId,
    iteration: '',
    status,
    output,
    attempts: [{}],
    started_at: '2026-11-21T12:00:00.000Z',
    finished_at: '2026-11-21T12:00:00.250Z',
  }) as unknown as StepRead

test('changes are told where they are, and nothing where there are none', () => {
  const before = { body: { items: [1, { price: 2 }], gone: true }, same: [1] }
  const after = { body: { items: [1, { price: 3 }, 4] }, same: [1] }

  expect(changesBetween(before, after)).toEqual([
    { path: 'body.items[1].price', before: 2, after: 3 },
    { path: 'body.items[2]', before: undefined, after: 4 },
    { path: 'body.gone', before: true, after: undefined },
  ])
  expect(changesBetween([1], { 0: 1 })).toEqual([{ path: '', before: [1], after: { 0: 1 } }])
  expect(changesBetween(before, structuredClone(before))).toEqual([])
})

test('steps of both runs are paired, and those of one alone stand with one side', () => {
  const a = [step('start', {}), step('fetch', { id: 1 }), step('old', 1)]
  const b = [step('start', {}), step('fetch', null, 'failed'), step('new', 1)]
  const compared = compareSteps(a, b)

  expect(compared.map(({ key }) => key)).toEqual(['start', 'fetch', 'old', 'new'])
  expect(compared.map(isDifferent)).toEqual([false, true, true, true])
  expect(compared[2]?.b).toBeNull()
  expect(compared[0]?.a?.durationMs).toBe(250)
})

test('very different values give no endless list', () => {
  const many = Array.from({ length: 5_000 }, (_, index) => index)

  expect(changesBetween(many, many.map(String))).toHaveLength(100)
})
