import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { SignInForm } from './sign-in-form'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

function show() {
  const onSignedIn = vi.fn()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <SignInForm onSignedIn={onSignedIn} />
      </TooltipProvider>
    </QueryClientProvider>,
  )
  return onSignedIn
}

async function fillIn(email: string, password: string) {
  await userEvent.type(screen.getByLabelText('Email'), email)
  if (password) await userEvent.type(screen.getByLabelText('Password'), password)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

test('what is missing is said beside the field, without asking the server', async () => {
  const onSignedIn = show()

  await fillIn('ada', '')

  expect(screen.getByLabelText('Email')).toHaveAccessibleDescription(/name@example.org/)
  expect(screen.getByLabelText('Password')).toBeInvalid()
  expect(onSignedIn).not.toHaveBeenCalled()
})

test('a wrong password says so and selects the password', async () => {
  server.use(
    http.post('*/api/v1/auth/sign-in', () =>
      HttpResponse.json({ code: 'unauthenticated', title: 'Sign in first' }, { status: 401 }),
    ),
  )
  show()

  await fillIn('ada@example.org', 'wrong')

  expect(await screen.findByRole('alert')).toHaveTextContent('do not fit')
  expect(screen.getByLabelText('Password')).toHaveFocus()
})

test('a right one leads on', async () => {
  server.use(http.post('*/api/v1/auth/sign-in', () => HttpResponse.json({ access_token: 't' })))
  const onSignedIn = show()

  await fillIn('ada@example.org', 'right')

  await vi.waitFor(() => expect(onSignedIn).toHaveBeenCalled())
})
