/** A schema in a config is found by its pointer. */
import { expect, test } from 'vitest'
import { schemaAt } from './schema-at'

const specification = { paths: { '/a': { get: { responses: { '200': { type: 'string' } } } } } }

test('a pointer leads to it, and a star to whatever is there first', () => {
  const found = schemaAt({ specification }, '/specification/paths/*/*/responses/*')

  expect(found).toEqual({ schema: { type: 'string' }, root: specification })
  expect(schemaAt({ schema: { type: 'object' } }, '/schema')?.root).toEqual({ type: 'object' })
})

test('where there is none, none is found', () => {
  expect(schemaAt({ specification }, '/specification/paths/*/post/*')).toBeNull()
  expect(schemaAt({ schema: '{{ trigger.schema }}' }, '/schema')).toBeNull()
  expect(schemaAt({}, '/schema')).toBeNull()
})
