import { expect, test } from 'vitest'
import { Axis, idleIntervals } from './time-axis'

test('overlapping work leaves no gap', () => {
  const busy = [
    { from: 0, to: 5_000 },
    { from: 1_000, to: 2_000 },
    { from: 4_000, to: 9_000 },
  ]

  expect(idleIntervals(busy, { from: 0, to: 10_000 })).toEqual([])
})

test('labels of ticks that are near in time differ', () => {
  const span = { from: 0, to: 1_450 }
  const labels = new Axis(span, [{ from: 100, to: 1_300 }]).ticks().map((tick) => tick.label)

  expect(labels).toEqual(['0', '50 ms', '1.35 s', '1.40 s'])
})

test('minutes and hours are read as such', () => {
  const labels = (to: number) => new Axis({ from: 0, to }, []).ticks().map((tick) => tick.label)

  expect(labels(90_000)).toEqual(['0', '15 s', '30 s', '45 s', '1:00', '1:15'])
  expect(labels(600_000)).toEqual(['0', '2 min', '4 min', '6 min', '8 min'])
  expect(labels(4 * 3_600_000)).toEqual(['0', '1 h', '2 h', '3 h'])
})
