import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import type { JsonValue } from '@/shared/api/types'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { CodeField } from './code-field'
import { JsonField } from './json-field'

function Json() {
  const [value, setValue] = useState<JsonValue>({ a: 1 })
  const wiring = { 'aria-label': 'Values' }
  return (
    <>
      <JsonField value={value} onValue={setValue} label="Values" wiring={wiring} />
      <output>{JSON.stringify(value)}</output>
    </>
  )
}

function Code() {
  const [value, setValue] = useState('1')
  const wiring = { 'aria-label': 'Values' }
  return (
    <>
      <CodeField
        value={value}
        onValue={setValue}
        label="Values"
        language="python"
        wiring={wiring}
      />
      <output>{value}</output>
    </>
  )
}

test.each([
  ['code', Code, '2', '12'],
  ['JSON', Json, ' ', '{"a":1}'],
] as const)(
  'a field of %s opens large by its chord, and what is written there counts',
  async (_, Field, typed, value) => {
    render(
      <TooltipProvider>
        <Field />
      </TooltipProvider>,
    )

    await userEvent.click(screen.getByRole('textbox', { name: 'Values' }))
    await userEvent.keyboard('{Control>}.{/Control}')
    const dialog = await screen.findByRole('dialog', { name: 'Values' })
    const large = within(dialog).getByRole('textbox', { name: 'Values' })
    expect(large).toHaveFocus()
    await userEvent.keyboard(typed)

    expect(document.querySelector('output')).toHaveTextContent(value)
  },
)
