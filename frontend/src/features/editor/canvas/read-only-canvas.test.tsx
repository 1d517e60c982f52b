import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import type { LiveAttempt } from '@/features/run-stream'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { Footer } from './card-body'
import { ReadOnlyCanvas } from './read-only-canvas'

afterEach(() => vi.unstubAllGlobals())

const show = (shown: ReactNode) =>
  render(
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
    >
      <TooltipProvider>{shown}</TooltipProvider>
    </QueryClientProvider>,
  )

test('where the types of steps are not to be had, the canvas says so and tries again', async () => {
  const fetched = vi.fn(async () => Response.json({ title: 'Away' }, { status: 503 }))
  vi.stubGlobal('fetch', fetched)
  show(<ReadOnlyCanvas graph={{ nodes: [], edges: [] }} store={{} as never} />)

  expect(screen.getByRole('status')).toHaveTextContent('Loading the graph')
  expect(await screen.findByRole('alert')).toHaveTextContent('Away')
  const before = fetched.mock.calls.length
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await vi.waitFor(() => expect(fetched.mock.calls.length).toBeGreaterThan(before))
})

test('a card that failed says why, and how long it took', () => {
  const step = {
    error: { message: 'No such order' },
    started_at: '2026-01-01T00:00:00Z',
    finished_at: '2026-01-01T00:00:02Z',
    attempt: 1,
    output: null,
  }
  const { container } = show(<Footer step={step as unknown as LiveAttempt} top={0} />)

  expect(container).toHaveTextContent('No such order2.00 s')
})
