import { expect, test } from 'vitest'
import { pathOf, suggestionsAt } from './completion'
import { entryOfSchema, entryOfValue, mergeEntries, type ScopeEntry } from './scope'

const root: ScopeEntry = {
  type: 'object',
  children: {
    steps: {
      type: 'object',
      children: {
        fetch: entryOfValue({
          status: 'succeeded',
          output: { body: { total: 120, 'x-id': 7, items: [{ sku: 'a' }] } },
        }),
      },
    },
    trigger: entryOfValue({ order_id: 'o-1' }),
  },
}

/** `|` is where the cursor is. */
function labels(marked: string, bare = false): string[] | null {
  const at = marked.indexOf('|')
  const found = suggestionsAt(marked.replace('|', ''), at, bare, root)
  return found ? found.suggestions.map((each) => each.label) : null
}

test('roots and globals come first in an empty expression', () => {
  expect(labels('{{ | }}')).toEqual(expect.arrayContaining(['steps', 'trigger', 'Math']))
})

test('steps complete to what is upstream, and on to the data of the last run', () => {
  expect(labels('{{ steps.| }}')).toEqual(['fetch'])
  expect(labels('{{ steps.fetch.output.body.| }}')).toEqual(['total', 'x-id', 'items'])
  expect(labels('{{ steps.fetch?.output.bo| }}')).toEqual(['body'])
})

test('an item of a list completes by the first item that was seen', () => {
  expect(labels('{{ steps.fetch.output.body.items[3].| }}')).toEqual(['sku'])
})

test('lists and texts offer what can be done with them', () => {
  expect(labels('{{ steps.fetch.output.body.items.| }}')).toContain('map()')
  expect(labels('{{ trigger.order_id.| }}')).toContain('toUpperCase()')
})

test('a name that can not follow a dot is put in brackets', () => {
  const text = '{{ steps.fetch.output.body.'
  const found = suggestionsAt(`${text} }}`, text.length, false, root)

  expect(found?.suggestions.find((each) => each.label === 'x-id')?.insert).toBe('\b["x-id"]')
})

test.each(['steps.|', '{{ trigger }} steps.|', '{{ "steps|" }}', '{{ nothing.known.| }}'])(
  'nothing is offered at %s',
  (marked) => {
    expect(labels(marked)).toBeNull()
  },
)

test('a bare expression completes everywhere', () => {
  expect(labels('trigger.|', true)).toEqual(['order_id'])
})

test('a path is read over dots, brackets and question marks', () => {
  expect(pathOf('steps?.a["b c"][0].d')).toEqual(['steps', 'a', 'b c', '0', 'd'])
})

test('what a schema declares stays beside what a run has shown', () => {
  const declared = entryOfSchema({
    type: 'object',
    properties: { status: { type: 'integer' }, body: { $ref: '#/$defs/Any' } },
    $defs: { Any: {} },
  })

  const merged = mergeEntries(declared, entryOfValue({ body: { total: 1 } }))

  expect(merged.children?.status).toEqual({ type: 'number' })
  expect(merged.children?.body?.children?.total).toEqual({ type: 'number', detail: '1' })
})
