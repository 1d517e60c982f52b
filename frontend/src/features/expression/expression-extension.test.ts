import { expect, test } from 'vitest'
import { skipped } from './expression-extension'

/** `|` is where the cursor is. */
const type = (marked: string, typed: string) =>
  skipped(marked.replace('|', ''), marked.indexOf('|'), typed)

test.each([
  ['{{ | }}', ' ', 0],
  ['{{ a | }}', ' ', null],
  ['{{ a| }}', '}', 2],
  ['{{ a }|}', '}', 1],
  ['{{ {a: 1| }}', '}', null],
  ['text | }}', '}', null],
  ['{{ a| }}', 'b', null],
])('in %s typing %j moves by %j', (marked, typed, expected) => {
  expect(type(marked, typed)).toBe(expected)
})
