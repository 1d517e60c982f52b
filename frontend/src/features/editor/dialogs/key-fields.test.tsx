import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { KeyFields, keyOf, NO_KEY } from './key-fields'

// What Radix asks of a browser, and jsdom has not.
Element.prototype.hasPointerCapture = () => false
Element.prototype.scrollIntoView = () => undefined

function Shown() {
  const [value, setValue] = useState(NO_KEY)
  return (
    <>
      <KeyFields value={value} onValue={setValue} />
      <output>{JSON.stringify(keyOf(value))}</output>
    </>
  )
}

test('a key and what it does are chosen, and the choice says what it means', async () => {
  render(<Shown />)
  expect(screen.getByRole('status')).toHaveTextContent('null')

  await userEvent.click(screen.getByText('More'))
  await userEvent.type(screen.getByLabelText('Business key'), ' order-4711 ')
  const policy = screen.getByRole('combobox', { name: 'While another run with it goes on' })
  expect(policy).toHaveAccessibleDescription(/the one that goes on is the answer/)
  await userEvent.click(policy)
  await userEvent.click(await screen.findByRole('option', { name: 'Wait in line' }))

  expect(policy).toHaveAccessibleDescription(/starts once that one has ended/)
  expect(screen.getByRole('status')).toHaveTextContent('{"key":"order-4711","key_policy":"queue"}')
})
