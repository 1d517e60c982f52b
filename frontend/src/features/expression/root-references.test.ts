import { expect, test } from 'vitest'
import { rootReferences } from './root-references'

const read = (text: string, bare = false) =>
  rootReferences(text, bare).map(({ root, node_id, from, outputTo }) => [
    root,
    node_id,
    outputTo === null ? null : text.slice(from, outputTo),
  ])

test.each([
  [
    '{{ trigger.id + vars.n }}',
    [
      ['trigger', null, null],
      ['vars', null, null],
    ],
  ],
  ['{{ steps.a.output.total }}', [['steps', 'a', 'steps.a.output']]],
  [
    '{{ steps?.a?.output ?? steps["b"].output }}',
    [
      ['steps', 'a', 'steps?.a?.output'],
      ['steps', 'b', 'steps["b"].output'],
    ],
  ],
  ['{{ steps.a.status }}', [['steps', 'a', null]]],
  ['{{ Object.keys(steps) }}', [['steps', null, null]]],
  ['{{ my.trigger + "steps.a" }} steps.a', []],
])('%s reads %j', (text, expected) => {
  expect(read(text)).toEqual(expected)
})

test('a bare expression is code from end to end', () => {
  expect(read('steps.a.output > 1', true)).toEqual([['steps', 'a', 'steps.a.output']])
})
