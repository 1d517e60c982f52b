import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { TooltipProvider } from '../tooltip'
import { JsonView } from './json-view'

const blob = (media_type: string, size = 70_000) => ({
  $blob: 'a'.repeat(64),
  size,
  media_type,
  preview: '[{"id": 0',
})

function show(value: ReturnType<typeof blob>) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <JsonView value={value} label="Output" root="steps.a.output" />
      </TooltipProvider>
    </QueryClientProvider>,
  )
}

const rows = Array.from({ length: 3_000 }, (_, id) => ({ id, text: 'x'.repeat(20) }))

test('a large value is opened in the views of any other', async () => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(JSON.stringify(rows)))
  show(blob('application/json'))
  expect(screen.queryByRole('radio', { name: 'Table' })).toBeNull()

  await userEvent.click(screen.getByRole('button', { name: 'Open' }))
  expect(await screen.findByRole('tree', { name: 'Output' })).toBeVisible()
  await userEvent.click(screen.getByRole('radio', { name: 'Table' }))

  expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '3000')
})

test('opening can be cancelled, and begun anew', async () => {
  let asking: AbortSignal | undefined
  const asked = vi.spyOn(globalThis, 'fetch').mockImplementation((request) => {
    asking = (request as Request).signal
    return new Promise(() => {})
  })
  show(blob('application/json'))
  await userEvent.click(screen.getByRole('button', { name: 'Open' }))
  expect(screen.getByRole('progressbar', { name: 'Opening Output' })).toBeVisible()

  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))

  expect(screen.queryByRole('progressbar')).toBeNull()
  expect(asking?.aborted).toBe(true)
  asked.mockImplementation(async () => new Response(JSON.stringify(rows)))
  await userEvent.click(screen.getByRole('button', { name: 'Open' }))
  expect(await screen.findByRole('tree')).toBeVisible()
})

test('what could not be read is said, and can be tried again', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('[1, '))
  show(blob('application/json'))
  await userEvent.click(screen.getByRole('button', { name: 'Open' }))
  await screen.findByRole('alert')
  asked.mockImplementation(async () => new Response(JSON.stringify(rows)))

  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))

  expect(await screen.findByRole('tree')).toBeVisible()
})

test.each([blob('image/png'), blob('application/json', 21 * 1024 * 1024)])(
  'what the page can not show is for downloading alone',
  (value) => {
    show(value)
    expect(screen.queryByRole('button', { name: 'Open' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Download' })).toBeVisible()
  },
)
