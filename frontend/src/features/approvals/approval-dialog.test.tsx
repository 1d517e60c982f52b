import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { ApprovalDialog } from './approval-dialog'
import { approvalQuery } from './approval-queries'

vi.mock('@tanstack/react-router', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  Link: ({ children }: { children: string }) => <a href="/runs/r1">{children}</a>,
}))

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const OPEN = {
  id: 'a1',
  title: 'Refund?',
  description: '',
  status: 'open',
  run_id: 'r1',
  workflow_name: 'Refunds',
  assignees: [],
  may_answer: true,
  form: null,
  until: null,
  answered_by: null,
  comment: '',
  data: null,
}
const BY_ANOTHER = { ...OPEN, status: 'rejected', answered_by: 'bea@example.com', comment: 'No.' }
const TOO_LATE = 'This was answered or closed in the meantime. Your answer was not taken.'

function show(approval: () => object) {
  server.use(
    http.get('*/api/v1/auth/me', () => HttpResponse.json({ permissions: ['run', 'manage'] })),
    http.get('*/api/v1/approvals/a1', () => HttpResponse.json(approval())),
  )
  const client = new QueryClient()
  const onClose = vi.fn()
  render(
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <ApprovalDialog approvalId="a1" onClose={onClose} />
      </TooltipProvider>
    </QueryClientProvider>,
  )
  return { client, onClose }
}

test('an answer that came too late says so, and its comment is there to copy', async () => {
  let current: object = OPEN
  const { onClose } = show(() => current)
  server.use(
    http.post('*/api/v1/approvals/a1/answer', () => {
      current = BY_ANOTHER
      return HttpResponse.json({ title: 'Somebody else was first' }, { status: 409 })
    }),
  )

  await userEvent.type(await screen.findByLabelText('Comment'), 'Fine by me.')
  await userEvent.click(screen.getByRole('button', { name: 'Approve' }))

  const told = await screen.findByRole('alert', { name: 'Your answer' })
  expect(told).toHaveTextContent(TOO_LATE)
  expect(told).toHaveTextContent('Fine by me.')
  expect(screen.getByText('“No.”')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Copy your comment' })).toBeVisible()
  expect(onClose).not.toHaveBeenCalled()
})

test('what is being written stays to copy when somebody else answers', async () => {
  let current: object = OPEN
  const { client } = show(() => current)

  await userEvent.type(await screen.findByLabelText('Comment'), 'I think')
  current = BY_ANOTHER
  await client.invalidateQueries(approvalQuery('a1'))

  expect(await screen.findByRole('alert', { name: 'Your answer' })).toHaveTextContent('I think')
})

test('whose answer came through without a reply is not told that it did not', async () => {
  let current: object = OPEN
  show(() => current)
  server.use(
    http.post('*/api/v1/approvals/a1/answer', () => {
      current = { ...OPEN, status: 'approved', comment: 'Fine by me.' }
      return HttpResponse.error()
    }),
  )

  await userEvent.type(await screen.findByLabelText('Comment'), 'Fine by me.')
  await userEvent.click(screen.getByRole('button', { name: 'Approve' }))

  expect(await screen.findByText('“Fine by me.”')).toBeVisible()
  expect(screen.queryByRole('alert')).toBeNull()
})
