import { render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { ApiError } from '@/shared/api/error'
import { setLanguage } from '@/shared/i18n/language'
import { notifyError, Toaster } from './toaster'

afterEach(async () => {
  await setLanguage('en')
  localStorage.clear()
})

test('why it failed is said anew when the words of the server come', async () => {
  render(<Toaster />)
  const detail = "There is no run 'r1' in this workspace."
  await notifyError('Tried', new ApiError({ status: 404, code: 'c', title: 'Not found', detail }))
  expect(await screen.findByText(detail)).toBeInTheDocument()

  await setLanguage('de')

  expect(
    await screen.findByText("Lauf 'r1' gibt es in diesem Arbeitsbereich nicht."),
  ).toBeInTheDocument()
  expect(screen.getByText('Tried')).toBeInTheDocument()
})
