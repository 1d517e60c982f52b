import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Toaster } from '@/shared/ui/toaster'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { RunApprovals } from './run-approvals'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const OPEN = { id: 'a1', title: 'Refund?', form: null, may_answer: true, assignees: [] }

test('an answer that came too late says so, though its form is gone', async () => {
  let items: object[] = [OPEN]
  server.use(
    http.get('*/api/v1/auth/me', () => HttpResponse.json({ permissions: ['run'] })),
    http.get('*/api/v1/approvals', () => HttpResponse.json({ items })),
    http.post('*/api/v1/approvals/a1/answer', () => {
      items = []
      return HttpResponse.json({ title: 'Somebody else was first' }, { status: 409 })
    }),
  )
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <RunApprovals runId="r1" />
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>,
  )

  await userEvent.click(await screen.findByRole('button', { name: 'Approve' }))

  expect(await screen.findByText('Your answer was not taken.')).toBeInTheDocument()
  await expect.poll(() => screen.queryByRole('button', { name: 'Approve' })).toBeNull()
})
