import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand'
import type { Problem } from '@/shared/api/error'
import type { Editor } from '../editor'
import { EditorContext } from '../editor-context'
import { PublishProblems } from './publish-problems'

const problem = (severity: Problem['severity'], node_id: string | null, message: string) => ({
  severity,
  node_id,
  message,
  field: null,
  code: 'any',
  line: null,
  column: null,
})

function show(problems: Problem[]) {
  const goTo = vi.fn()
  const onClose = vi.fn()
  const editor = {
    store: createStore(() => ({ problems })),
    graph: { nodes: [], edges: [] },
    titleOf: (nodeId: string) => `Title of ${nodeId}`,
    goTo,
  }
  render(
    <EditorContext value={editor as unknown as Editor}>
      <PublishProblems onClose={onClose} />
    </EditorContext>,
  )
  return { goTo, onClose }
}

test('all problems are listed with their steps, errors first, and lead there', async () => {
  const { goTo, onClose } = show([
    problem('warning', 'slow', 'It has no timeout.'),
    problem('error', 'greet', 'Nobody is called that.'),
  ])

  const rows = within(screen.getByRole('list', { name: 'Problems' })).getAllByRole('button')
  expect(screen.getByText('1 problem has to be mended first.')).toBeVisible()
  expect(rows.map((row) => row.textContent)).toEqual([
    'Nobody is called that.Title of greet',
    'It has no timeout.Title of slow',
  ])
  await userEvent.click(screen.getByRole('button', { name: /no timeout/ }))
  expect(onClose).toHaveBeenCalledOnce()
  await vi.waitFor(() => expect(goTo).toHaveBeenCalledWith('slow'))
})

test('warnings alone are listed, and do not keep it from being published', () => {
  show([problem('warning', 'slow', 'It has no timeout.')])

  expect(screen.getByText('1 warning: it can be published all the same.')).toBeVisible()
  expect(screen.getByRole('button', { name: /Title of slow/ })).toBeVisible()
})
