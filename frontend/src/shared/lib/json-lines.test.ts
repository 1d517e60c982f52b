import { expect, test } from 'vitest'
import { firstOpen, jsonLines } from './json-lines'

const ids = (value: Parameters<typeof jsonLines>[0], open: string[]) =>
  jsonLines(value, new Set(open)).map((line) => line.id)

test('only opened branches have lines', () => {
  const value = { body: { items: [1, 2] }, ok: true }

  expect(ids(value, [])).toEqual([''])
  expect(ids(value, [''])).toEqual(['', '/body', '/ok'])
  expect(ids(value, ['', '/body', '/body/items'])).toEqual([
    '',
    '/body',
    '/body/items',
    '/body/items/0',
    '/body/items/1',
    '/ok',
  ])
})

test('a path reads as an expression would write it', () => {
  const lines = jsonLines(
    { 'content-type': [{ a: 1 }] },
    new Set(['', '/content-type', '/content-type/0']),
  )

  expect(lines.at(-1)?.path).toBe('["content-type"][0].a')
})

test('a long list is cut into pages', () => {
  const list = Array.from({ length: 100_000 }, (_, index) => index)

  const lines = jsonLines(list, new Set(['']))

  expect(lines.length).toBe(1 + 1_000)
  expect(lines[1]?.label).toBe('0 … 99')
  expect(jsonLines(list, new Set(['', '#100']))[3]?.id).toBe('/100')
})

test('names with slashes stay apart', () => {
  expect(ids({ 'a/b': 1, a: { b: 2 } }, ['', '/a'])).toEqual(['', '/a~1b', '/a', '/a/b'])
})

test('short branches are open at first, long ones are not', () => {
  const open = firstOpen({ few: { a: 1 }, many: Array.from({ length: 500 }, () => 0), none: {} })

  expect([...open]).toEqual(['', '/few'])
})

test('a blob is one line', () => {
  const [line] = jsonLines({ $blob: 'a'.repeat(64), size: 9 }, new Set(['']))

  expect(line?.kind).toBe('blob')
  expect(line?.isBranch).toBe(false)
})
