import { expect, test } from 'vitest'
import { asQuery, inPlace, narrows, readTags, readWorkflowFilters } from './list-filters'

test('what the URL holds is read again the same', () => {
  const read = readWorkflowFilters({
    folder: 'none',
    tag: 'shop',
    starred: '1',
    sort: 'name',
    published: 'no',
  })

  expect(readWorkflowFilters(read)).toEqual(read)
  expect(asQuery(read)).toMatchObject({
    folder_id: 'none',
    tag: ['shop'],
    starred: true,
    published: false,
    sort: 'name',
  })
})

test('what makes no sense is left out', () => {
  const read = readWorkflowFilters({ folder: 'x', sort: 'size', starred: 'perhaps' })

  expect(narrows(read)).toBe(false)
  expect(asQuery(read).sort).toBe('updated')
})

test('another place keeps the order and nothing else', () => {
  expect(inPlace({ search: 'x', sort: 'name', tag: 'y' }, { starred: true })).toEqual({
    sort: 'name',
    starred: true,
  })
})

test('tags are words between commas, each once', () => {
  expect(readTags(' shop, orders,,shop ')).toEqual(['shop', 'orders'])
})
