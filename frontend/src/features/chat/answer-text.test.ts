import { expect, it } from 'vitest'
import { addPiece, isOpen, NOTHING } from './answer-text'

it('puts pieces together, over repeats and attempts', () => {
  const pieces = [
    { part: 0, offset: 0, text: 'He' },
    { part: 0, offset: 2, text: 'llo' },
    // After a new connection the beginning comes again.
    { part: 0, offset: 0, text: 'Hello' },
    { part: 0, offset: 9, text: 'lost' },
  ]

  expect(pieces.reduce(addPiece, NOTHING).text).toBe('Hello')
  expect(addPiece({ part: 0, text: 'Hello' }, { part: 1, offset: 0, text: 'Again' }).text).toBe(
    'Again',
  )
  expect(addPiece({ part: 1, text: 'Again' }, { part: 0, offset: 5, text: '!' }).text).toBe('Again')
})

it('knows which answers may still come', () => {
  expect([isOpen({ status: 'waiting' }), isOpen({ status: 'unsent' })]).toEqual([true, false])
})
