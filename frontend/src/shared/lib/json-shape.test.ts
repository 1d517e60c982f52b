import { expect, test } from 'vitest'
import { searchJson } from './json-search'
import { shapeOf } from './json-shape'

test('a value is told by its names and types', () => {
  expect(shapeOf({ id: 7, tags: ['a'], ok: true, none: null })).toEqual({
    id: 'number',
    tags: ['text'],
    ok: 'true/false',
    none: 'null',
  })
})

test('items of a list are taken together', () => {
  expect(shapeOf([{ a: 1 }, { a: 'x', b: [] }, { a: null }])).toEqual([
    { a: 'number or text', b: 'list' },
  ])
})

test('values and names are found, with the path by which expressions read them', async () => {
  const value = { body: { items: [{ name: 'Ada' }, { name: 'Bob' }], adage: 1 } }

  const found = await searchJson(value, 'ada', new AbortController().signal)

  expect(found.map((each) => each.path)).toEqual(['.body.items[0].name', '.body.adage'])
})

test('a search that is given up finds nothing more', async () => {
  const stopped = AbortSignal.abort()

  expect(await searchJson(Array.from({ length: 9_000 }, String), '8999', stopped)).toEqual([])
})
