import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import type { DataSetRead } from '@/shared/api/types'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { PastRunsDialog } from './past-runs-dialog'

afterEach(() => vi.unstubAllGlobals())

const run = (id: string, key: string) => ({
  id,
  key,
  version: 2,
  status: 'succeeded',
  part: null,
  in_line: false,
  created_at: new Date().toISOString(),
})
const json = (value: unknown) =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } })

test('runs are narrowed, gone through by page, and those that are chosen are added', async () => {
  const asked: URL[] = []
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url)
    if (request.method === 'POST') {
      sent.push(await request.json())
      return json({ added: 2 })
    }
    asked.push(url)
    const items = url.searchParams.get('cursor')
      ? [run('r3', 'order-3')]
      : [run('r1', 'order-1'), run('r2', 'order-2')]
    return json({ items, next_cursor: url.searchParams.get('cursor') ? null : 'next' })
  })
  const onClose = vi.fn()
  const user = userEvent.setup()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <PastRunsDialog
          dataSet={{ id: 'd1', workflow_id: 'w1' } as DataSetRead}
          onClose={onClose}
        />
      </TooltipProvider>
    </QueryClientProvider>,
  )

  await user.type(await screen.findByLabelText('Version'), '2')
  await user.click(await screen.findByRole('button', { name: 'Load more' }))
  await user.click(await screen.findByRole('checkbox', { name: /order-3/ }))
  await user.click(screen.getByRole('checkbox', { name: /order-1/ }))
  await user.click(screen.getByRole('button', { name: 'Add 2 runs' }))

  await waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(sent).toEqual([{ run_ids: ['r3', 'r1'] }])
  const query = asked.at(-1)?.searchParams
  expect([query?.get('workflow_id'), query?.get('status'), query?.get('version')]).toEqual([
    'w1',
    'succeeded',
    '2',
  ])
})
