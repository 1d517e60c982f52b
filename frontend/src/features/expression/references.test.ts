import { expect, test } from 'vitest'
import { renameSteps, stepReferences } from './references'
import { templateParts } from './template'

const names = (text: string, bare = false) => stepReferences(text, bare).map((each) => each.node_id)

test.each([
  ['{{ steps.fetch.output.total }}', ['fetch']],
  ['{{ steps?.fetch?.output ?? steps["other"].output }}', ['fetch', 'other']],
  ['steps.fetch is text', []],
  ['{{ "steps.fetch" + my.steps.fetch }}', []],
  ['{{ {a: {b: steps.x.output}}.a.b }}', ['x']],
  ['a {{ steps.a.output }} b {{ `$' + '{steps.b.output}` }}', ['a', 'b']],
  ['{{ [steps.a].map(s => s.output) }}', ['a']],
])('%s reads %j', (text, expected) => {
  expect(names(text)).toEqual(expected)
})

test('a bare expression is code from end to end', () => {
  expect(names('steps.fetch.output > 1', true)).toEqual(['fetch'])
})

test('renaming changes references and nothing else', () => {
  const text = 'steps.a {{ steps.a.output + steps["a"].status + x.steps.a + "steps.a" }}'

  expect(renameSteps(text, false, new Map([['a', 'longer']]))).toBe(
    'steps.a {{ steps.longer.output + steps["longer"].status + x.steps.a + "steps.a" }}',
  )
})

test('an expression that does not parse is renamed as far as it can be read', () => {
  expect(renameSteps('{{ steps.a.output + }}', false, new Map([['a', 'b']]))).toBe(
    '{{ steps.b.output + }}',
  )
})

test('the end of an expression is the first closing braces that leave code which parses', () => {
  const text = 'x {{ {a: {b: 1}}.a.b }} y'

  expect(templateParts(text).map((part) => text.slice(part.from, part.to))).toEqual([
    'x ',
    '{{ {a: {b: 1}}.a.b }}',
    ' y',
  ])
})

test('missing closing braces are seen', () => {
  expect(templateParts('{{ steps.')).toEqual([
    { kind: 'expression', from: 0, to: 9, bodyFrom: 2, bodyTo: 9, closed: false },
  ])
})
