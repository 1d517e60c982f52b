/** Compensations: chosen, added, renamed, copied and removed with what they undo. */
import { expect, test } from 'vitest'
import { catalog } from '../../../../tests/node-types'
import { retryPicture, spanWords } from '../retry-picture'
import { copyNodes, readClipboard } from './clipboard'
import { edgeProblem } from './connect'
import { removeNodes } from './edit'
import { renameNode } from './expressions'
import { type EditedGraph, findNode, positionOf } from './graph'
import { pasteNodes } from './pasting'
import { addUndo, possibleUndos, setUndo, undoneBy } from './undo'

const booking: EditedGraph = {
  nodes: [
    { id: 'start', type: 'start' },
    { id: 'book', type: 'http.request', undo: 'free', position: { x: 304, y: 0 } },
    { id: 'free', type: 'http.request', position: { x: 304, y: 160 } },
    { id: 'pay', type: 'http.request', position: { x: 608, y: 0 } },
    { id: 'spare', type: 'http.request', position: { x: 608, y: 160 } },
    { id: 'note', type: 'set', position: { x: 608, y: 320 } },
  ],
  edges: [
    { from: 'start', to: 'book' },
    { from: 'book', to: 'pay' },
  ],
}

test('what may undo a step works outside of the run, and is not wired or taken', () => {
  expect(possibleUndos(booking, 'pay', catalog).map((node) => node.id)).toEqual(['spare'])
  expect(possibleUndos(booking, 'book', catalog).map((node) => node.id)).toEqual(['free', 'spare'])
  expect(undoneBy(booking, 'free')?.id).toBe('book')
})

test('a compensation is added below its step, and taken away without being removed', () => {
  const added = addUndo(booking, 'pay', catalog)
  expect(findNode(added?.graph ?? booking, 'pay')?.undo).toBe(added?.nodeId)
  const node = findNode(added?.graph ?? booking, added?.nodeId ?? '')
  expect(node && positionOf(node).y).toBeGreaterThan(54)

  const without = setUndo(booking, 'book', null)
  expect(findNode(without, 'book')).not.toHaveProperty('undo')
  expect(findNode(without, 'free')).toBeDefined()
})

test('no edge leads to a compensation', () => {
  expect(edgeProblem(booking, { from: 'pay', to: 'free' }, catalog)).toContain(
    '“free” undoes “book”',
  )
})

test('what names a compensation follows its new id, its copy and its removal', () => {
  expect(findNode(renameNode(booking, 'free', 'cancel', catalog), 'book')?.undo).toBe('cancel')
  expect(findNode(removeNodes(booking, new Set(['free']), catalog), 'book')).not.toHaveProperty(
    'undo',
  )
  const paste = (ids: string[]) => {
    const copied = readClipboard(copyNodes(booking, new Set(ids), catalog))
    if (!copied) throw new Error('The copy could not be read.')
    return pasteNodes(booking, copied, { x: 0, y: 600 }, catalog).graph
  }
  expect(findNode(paste(['book', 'free']), 'book_2')?.undo).toBe('free_2')
  expect(findNode(paste(['book']), 'book_2')).not.toHaveProperty('undo')
})

test('attempts are drawn where the policy puts them', () => {
  expect(retryPicture(undefined)).toEqual({ at_s: [0, 1, 3, 7, 15], attempts: 5, span_s: 15 })
  expect(
    retryPicture({ max_attempts: 4, initial_interval_s: 10, max_interval_s: 15 }).at_s,
  ).toEqual([0, 10, 25, 40])
  expect(retryPicture({ max_attempts: 1_000 }).at_s).toHaveLength(40)
  expect([1.5, 125, 7_200, 90_000].map(spanWords)).toEqual(['1.5 s', '2 min 5 s', '2 h', '1 d 1 h'])
})
