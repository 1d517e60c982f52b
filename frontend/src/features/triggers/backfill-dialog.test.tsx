import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { TriggerRead } from '@/shared/api/types'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { BackfillDialog } from './backfill-dialog'
import { localTime, periodOf } from './period'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const TRIGGER = { id: 't1', name: 'Nightly' } as TriggerRead
const TIMES = Array.from({ length: 12 }, (_, hour) => `2026-11-01T${10 + hour}:00:00Z`)

function show() {
  const sent: unknown[] = []
  server.use(
    http.get('*/api/v1/auth/me', () => HttpResponse.json({ permissions: ['edit', 'run'] })),
    http.get('*/api/v1/triggers/t1/times', ({ request }) => {
      const { searchParams } = new URL(request.url)
      const has = searchParams.get('since') === new Date('2026-11-01T00:00').toISOString()
      return HttpResponse.json({ words: 'Each hour', times: has ? TIMES : [] })
    }),
    http.post('*/api/v1/triggers/t1/backfill', async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ words: 'Each hour', times: TIMES }, { status: 202 })
    }),
  )
  const onClose = vi.fn()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <BackfillDialog trigger={TRIGGER} onClose={onClose} />
      </TooltipProvider>
    </QueryClientProvider>,
  )
  return { sent, onClose }
}

const write = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })

test('it says how many runs a past period has, and starts them', async () => {
  const { sent, onClose } = show()

  write('From', '2026-11-01T00:00')
  write('Until', '2026-11-01T02:30')
  expect(await screen.findAllByRole('listitem')).toHaveLength(11)
  expect(screen.getByText('and 2 more')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Start 12 runs' }))

  await vi.waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(sent).toEqual([
    {
      since: new Date('2026-11-01T00:00').toISOString(),
      until: new Date('2026-11-01T02:30').toISOString(),
    },
  ])
})

test('a period that is not over, or has no times, starts nothing', async () => {
  show()

  write('From', '2026-11-01T00:00')
  write('Until', '2999-01-01T00:00')
  expect(screen.getByText(/Give a period that is over/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Start 0 runs' })).toBeDisabled()
  write('From', '2026-10-01T00:00')
  write('Until', '2026-10-02T00:00')

  expect(await screen.findByText('The period has no time of this schedule.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Start 0 runs' })).toBeDisabled()
})

test('fields and period are the same moments', () => {
  const [from, to] = [new Date('2026-11-01T09:30Z'), new Date('2026-11-02T09:30Z')]

  expect(periodOf(localTime(from), localTime(to), to)).toEqual({
    since: from.toISOString(),
    until: to.toISOString(),
  })
  expect(periodOf(localTime(to), localTime(from), to)).toBeNull()
  expect(periodOf('', localTime(to), to)).toBeNull()
})
