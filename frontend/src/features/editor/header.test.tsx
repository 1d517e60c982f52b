import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { NameField } from './header'

test('a name is no longer than the server takes it', async () => {
  const onRename = vi.fn()
  render(<NameField name="Orders" isFixed={false} onRename={onRename} />)
  const field = screen.getByLabelText('Name of the workflow')

  await userEvent.clear(field)
  await userEvent.click(field)
  await userEvent.paste('x'.repeat(250))
  await userEvent.keyboard('{Enter}')

  expect(onRename).toHaveBeenCalledExactlyOnceWith('x'.repeat(200))
})
