import { expect, test } from 'vitest'
import type { EditedGraph } from './graph'
import { emptyHistory, type History, record, redo, undo } from './history'

const graph = (id: string): EditedGraph => ({ nodes: [{ id, type: 'set' }], edges: [] })
const [a, b, c] = [graph('a'), graph('b'), graph('c')]

test('undo gives the graph before the change, redo the one after it', () => {
  const history = record(emptyHistory, a, { label: 'Add' }, 0)

  const undone = undo(history, b)
  const redone = undone && redo(undone.history, undone.present)

  expect(undone).toMatchObject({ present: a, label: 'Add' })
  expect(redone?.present).toBe(b)
  expect(redone && undo(redone.history, redone.present)?.present).toBe(a)
})

test('changes with one key in quick succession are one entry', () => {
  const first = record(emptyHistory, a, { label: 'Type', mergeKey: 'url' }, 0)
  const second = record(first, b, { label: 'Type', mergeKey: 'url' }, 900)

  expect(second.past).toHaveLength(1)
  expect(undo(second, c)?.present).toBe(a)
})

test('a pause, or another key, begins a new entry', () => {
  const first = record(emptyHistory, a, { label: 'Type', mergeKey: 'url' }, 0)

  expect(record(first, b, { label: 'Type', mergeKey: 'url' }, 5_000).past).toHaveLength(2)
  expect(record(first, b, { label: 'Type', mergeKey: 'name' }, 10).past).toHaveLength(2)
})

test('typing on after an undo does not change what was undone', () => {
  const first = record(emptyHistory, a, { label: 'Type', mergeKey: 'url' }, 0)
  const undone = undo(record(first, b, { label: 'Move' }, 1), c)

  const typed =
    undone && record(undone.history, undone.present, { label: 'Type', mergeKey: 'url' }, 2)

  expect(typed?.past).toHaveLength(2)
  expect(typed?.future).toEqual([])
})

test('with nothing done there is nothing to undo or redo', () => {
  expect(undo(emptyHistory, a)).toBeNull()
  expect(redo(emptyHistory, a)).toBeNull()
})

test('the history does not grow without end', () => {
  let history: History<EditedGraph> = emptyHistory
  for (let n = 0; n < 500; n += 1) history = record(history, a, { label: `${n}` }, n)

  expect(history.past).toHaveLength(200)
  expect(history.past.at(-1)?.label).toBe('499')
})
