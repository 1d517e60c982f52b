import { expect, test } from 'vitest'
import { eachScope } from './each'

const scope = {
  root: { type: 'object', children: { trigger: { type: 'object' } } },
  data: { steps: {}, trigger: { a: 1 }, vars: {}, env: {}, run: {}, item: 'of the loop', index: 3 },
}

test('a field about each item sees all else, and an item of its own', () => {
  const inner = eachScope({ ...scope, data: { ...scope.data, loop: { index: 3 } } })

  expect(Object.keys(inner?.root.children ?? {})).toEqual(['trigger', 'item', 'index'])
  expect(inner?.data).toMatchObject({ trigger: { a: 1 }, loop: { index: 3 }, index: 0 })
  expect(inner?.data).not.toHaveProperty('item')
})

test('without a scope there is none', () => {
  expect(eachScope(undefined)).toBeUndefined()
})
