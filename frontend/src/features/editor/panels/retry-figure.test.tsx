import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { RetryFigure } from './retry-figure'

/** Where the attempts are drawn, each as a share of the whole width. */
function drawn(retry: Parameters<typeof RetryFigure>[0]['retry']): number[] {
  const { container } = render(<RetryFigure retry={retry} />)
  const places = [...container.querySelectorAll('g line')].map((line) =>
    Number(line.getAttribute('x1')),
  )
  const [first = 0, last = 0] = [places[0], places.at(-1)]
  return places.map((place) => Math.round((100 * (place - first)) / (last - first)))
}

test('each wait is drawn as long as it is, twice as long as the one before', () => {
  // At 0, 10, 30 and 70 s.
  expect(drawn({ max_attempts: 4, initial_interval_s: 10, backoff: 2 })).toEqual([0, 14, 43, 100])
  expect(screen.getByText(/^4 attempts within 1 min 10 s,/)).toBeVisible()
})

test('no wait is longer than the longest that is allowed', () => {
  // At 0, 10, 25 and 40 s.
  expect(
    drawn({ max_attempts: 4, initial_interval_s: 10, backoff: 2, max_interval_s: 15 }),
  ).toEqual([0, 25, 63, 100])
  expect(screen.getByText(/^4 attempts within 40 s,/)).toBeVisible()
})

test('a step that is tried once says so', () => {
  render(<RetryFigure retry={{ max_attempts: 1 }} />)
  expect(screen.getByText('One attempt: it is never tried again.')).toBeVisible()
})
