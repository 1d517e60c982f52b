import { expect, test } from 'vitest'
import { addPiece, type Written } from './use-pieces'

const piece = (text: string, offset: number, attempt = 1) => ({
  node_id: 'ask',
  iteration: '',
  attempt,
  offset,
  text,
})

const write = (...pieces: ReturnType<typeof piece>[]) =>
  pieces.reduce<Written | null>(addPiece, null)

test('pieces are put together in the order in which they come', () => {
  expect(write(piece('Good ', 0), piece('morning', 5))).toEqual({
    attempt: 1,
    text: 'Good morning',
    isWhole: true,
  })
})

test('a gap is told', () => {
  expect(write(piece('morning', 5))?.isWhole).toBe(false)
})

test('another attempt begins anew', () => {
  expect(write(piece('Good ', 0), piece('Hello', 0, 2))).toEqual({
    attempt: 2,
    text: 'Hello',
    isWhole: true,
  })
})
