import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import type { VersionSummary } from '@/shared/api/types'
import { TooltipProvider } from '@/shared/ui/tooltip'
import type { Editor } from '../editor'
import { EditorContext } from '../editor-context'
import { VersionWordsDialog } from './version-words'

afterEach(() => vi.unstubAllGlobals())

test('a published version is named', async () => {
  const sent: [string, unknown][] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push([`${request.method} ${new URL(request.url).pathname}`, await request.json()])
    return new Response(null, { status: 204 })
  })
  const onClose = vi.fn()
  const version = { version: 2, name: null, note: 'Quicker' } as VersionSummary
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <EditorContext value={{ workflowId: 'w' } as Editor}>
          <VersionWordsDialog version={version} onClose={onClose} />
        </EditorContext>
      </TooltipProvider>
    </QueryClientProvider>,
  )

  await userEvent.type(screen.getByLabelText('Name of the version'), 'Refunds')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))

  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce())
  expect(sent).toEqual([
    ['PUT /api/v1/workflows/w/versions/2/words', { name: 'Refunds', note: 'Quicker' }],
  ])
})
