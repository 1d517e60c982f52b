import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { CapturedMessages } from './captured-messages'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

// What Radix asks of a browser, and jsdom has not.
Element.prototype.hasPointerCapture = () => false
Element.prototype.scrollIntoView = () => undefined

const AT = '2026-11-22T12:00:00Z'
const CAME = { origin: 'fired', message: { body: 7 }, passes: true, problem: null, at: AT }

function show(samples: object[], trigger: object = {}) {
  server.use(
    http.get('*/api/v1/triggers', ({ request }) => {
      const mine = new URL(request.url).searchParams.get('workflow_id') === 'w1'
      return HttpResponse.json({ items: mine ? [{ id: 't1', name: 'Shop', ...trigger }] : [] })
    }),
    http.get('*/api/v1/triggers/t1/samples', () => HttpResponse.json({ items: samples })),
  )
  const onInput = vi.fn()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <CapturedMessages workflowId="w1" onInput={onInput} />
    </QueryClientProvider>,
  )
  return onInput
}

test('a message that came fills in what its trigger makes of it', async () => {
  const onInput = show([{ ...CAME, firing_id: 'f1', input: { order: 7 } }])

  await userEvent.click(await screen.findByRole('combobox', { name: 'Captured message' }))
  await userEvent.click(await screen.findByRole('option', { name: /^Shop: / }))

  expect(onInput).toHaveBeenCalledExactlyOnceWith({ order: 7 })
})

test('a message that would start no run says why and is not to be chosen', async () => {
  show([
    { ...CAME, firing_id: 'f1', input: null, passes: false },
    { ...CAME, firing_id: 'f2', input: null, passes: false, problem: 'no body.lines' },
    { ...CAME, firing_id: null, origin: 'example', input: {} },
  ])

  await userEvent.click(await screen.findByRole('combobox', { name: 'Captured message' }))
  const [filtered, broken, example] = await screen.findAllByRole('option')

  expect(filtered).toHaveTextContent('the filter stops it')
  expect(filtered).toHaveAttribute('aria-disabled', 'true')
  expect(broken).toHaveTextContent('the mapping fails')
  expect(example).toHaveTextContent('Shop: an example')
})

test('a message is there as soon as the server says that one was captured', async () => {
  const samples: object[] = [{ ...CAME, firing_id: null, origin: 'example', input: {} }]
  const stream = new TransformStream<Uint8Array, Uint8Array>()
  const says = stream.writable.getWriter()
  server.use(
    http.get('*/api/v1/workflows/w1/samples/events', () => new HttpResponse(stream.readable)),
  )
  show(samples, { test_url: '/hook-tests/shop' })
  await screen.findByRole('combobox', { name: 'Captured message' })

  samples.unshift({ ...CAME, firing_id: 'f1', origin: 'captured', input: { order: 7 } })
  await says.write(new TextEncoder().encode('event: samples\ndata: {}\n\n'))
  await userEvent.click(screen.getByRole('combobox', { name: 'Captured message' }))

  // Sooner than at the next look, which is 5 s away.
  const options = () => expect(screen.getAllByRole('option')).toHaveLength(2)
  await vi.waitFor(options, { timeout: 4_000 })
})
