import { expect, test } from 'vitest'
import { fieldOf } from './schema'

test('a switch that may be left open has three positions', () => {
  const raw = { anyOf: [{ type: 'boolean' }, { type: 'null' }], default: null, title: 'Own runs' }

  expect(fieldOf('own_runs', raw, {}, false).shape).toEqual({
    kind: 'choice',
    values: [null, true, false],
    labels: { null: 'not set', true: 'On', false: 'Off' },
  })
  expect(fieldOf('own_runs', { type: 'boolean' }, {}, false).shape).toEqual({ kind: 'boolean' })
})
