import { expect, test } from 'vitest'
import { detailsOf, rowsOf, wrongName } from './details'

test('details become rows and come back as they were', () => {
  const details = { year: 2026, draft: false, language: 'en' }

  expect(detailsOf(rowsOf(details), details)).toEqual(details)
})

test('a value that was changed is text, and a row without a name is left out', () => {
  const rows = [
    { name: ' year ', value: ' 2027 ' },
    { name: '', value: 'x' },
  ]

  expect(detailsOf(rows, { year: 2026, language: 'en' })).toEqual({ year: '2027' })
})

test.each([
  [['language', 'year'], null],
  [['', ''], null],
  [['language', 'no blanks'], 'no blanks'],
  [['year', 'year '], 'year'],
])('of the names %j, %j is wrong', (names, wrong) => {
  expect(wrongName(names.map((name) => ({ name, value: '' })))).toBe(wrong)
})
