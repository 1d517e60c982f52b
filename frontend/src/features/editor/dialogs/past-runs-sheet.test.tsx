import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import type { Editor } from '../editor'
import { EditorContext } from '../editor-context'
import type { Trials } from '../trials'
import { PastRunsSheet } from './past-runs-sheet'

afterEach(() => vi.unstubAllGlobals())

// What cmdk asks of a browser, and jsdom has not.
Element.prototype.scrollIntoView = () => undefined

const run = (id: string) => ({ id, status: 'failed', created_at: new Date().toISOString() })
const json = (value: unknown) =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } })

test('any run can be found: page by page, or by id, status and error, which the server looks for', async () => {
  const asked: URLSearchParams[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const { searchParams } = new URL(request.url)
    asked.push(searchParams)
    const isSecond = searchParams.has('cursor')
    return json({
      items: [run(isSecond ? '019a0000-0000-7000' : '019b0000-0000-7000')],
      next_cursor: isSecond ? null : 'next',
    })
  })
  const load = vi.fn()
  const onClose = vi.fn()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <EditorContext value={{ workflowId: 'w1' } as Editor}>
        <PastRunsSheet trials={{ load } as unknown as Trials} onClose={onClose} />
      </EditorContext>
    </QueryClientProvider>,
  )

  await userEvent.click(await screen.findByRole('option', { name: 'Load more' }))
  expect(await screen.findByRole('option', { name: /^019a/ })).toBeVisible()
  expect(screen.queryByRole('option', { name: 'Load more' })).toBeNull()
  expect(onClose).not.toHaveBeenCalled()

  const field = screen.getByRole('combobox')
  const lookFor = async (text: string, wanted = text) => {
    await userEvent.clear(field)
    await userEvent.type(field, text)
    await waitFor(() => expect([...(asked.at(-1)?.values() ?? [])]).toContain(wanted))
    expect(asked.at(-1)?.get('workflow_id')).toBe('w1')
    return asked.at(-1)
  }
  expect((await lookFor('019B0000-00'))?.has('search')).toBe(true)
  expect((await lookFor('fail', 'failed'))?.has('status')).toBe(true)
  expect((await lookFor('404'))?.has('error')).toBe(true)

  await userEvent.click(screen.getByRole('option', { name: /^019b/ }))
  expect(load).toHaveBeenCalledExactlyOnceWith('019b0000-0000-7000')
  expect(onClose).toHaveBeenCalledOnce()
})
