import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FrameBatch } from './frame-batch'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function batch() {
  const taken: string[][] = []
  return { taken, frames: new FrameBatch<string>((items) => taken.push(items)) }
}

test('what comes after a quiet moment does not wait for a frame', () => {
  const { taken, frames } = batch()

  frames.add('a')
  frames.add('b')
  expect(taken).toEqual([])
  vi.advanceTimersByTime(5)

  expect(taken).toEqual([['a', 'b']])
})

test('what comes right behind is handed over in one go with the next frame', () => {
  const { taken, frames } = batch()
  frames.add('a')
  vi.advanceTimersByTime(5)

  frames.add('b')
  vi.advanceTimersByTime(1)
  frames.add('c')
  expect(taken).toEqual([['a']])
  vi.advanceTimersToNextFrame()

  expect(taken).toEqual([['a'], ['b', 'c']])
})

test('without frames, as in a hidden tab, it comes within a quarter of a second', () => {
  const { taken, frames } = batch()
  vi.stubGlobal('requestAnimationFrame', () => 1)
  frames.add('a')
  vi.advanceTimersByTime(5)

  frames.add('b')
  vi.advanceTimersByTime(250)

  expect(taken).toEqual([['a'], ['b']])
  vi.unstubAllGlobals()
})

test('a flush takes what is there at once, and nothing comes twice', () => {
  const { taken, frames } = batch()
  frames.add('a')
  frames.flush()
  vi.runAllTimers()

  expect(taken).toEqual([['a']])
})

test('what was given up is never taken', () => {
  const { taken, frames } = batch()
  frames.add('a')
  frames.cancel()
  vi.runAllTimers()

  expect(taken).toEqual([])
})
