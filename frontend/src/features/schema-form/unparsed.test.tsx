import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { loadFields, type Unparsed, UnparsedTexts } from '@/features/expression'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { write } from '../../../tests/written'
import type { FormValue } from './fields'
import type { Schema } from './schema'
import { SchemaForm } from './schema-form'

const schema: Schema = {
  type: 'object',
  properties: {
    any: { title: 'Any', default: null, 'x-ui': { widget: 'json' } },
    headers: { type: 'object', title: 'Headers', additionalProperties: { type: 'string' } },
    shape: { type: 'object', title: 'Shape', 'x-ui': { widget: 'schema' } },
  },
}

function show(unparsed: Unparsed, formId = 'config-a') {
  function Holder() {
    const [value, setValue] = useState<FormValue>({ any: [1], headers: { a: '' }, shape: {} })
    return (
      <TooltipProvider>
        <UnparsedTexts value={unparsed}>
          <SchemaForm {...{ formId, schema, value }} onValue={setValue} expressions={false} />
        </UnparsedTexts>
      </TooltipProvider>
    )
  }
  return render(<Holder />)
}

const begin = (name: string, text: string) => write(screen.getByRole('textbox', { name }), text)
const texts = (names: string[]) =>
  names.map((name) => screen.queryByRole('textbox', { name })?.textContent ?? null)

test('JSON that was begun is there again in each kind of field, of the same step only', async () => {
  await loadFields()
  const unparsed: Unparsed = new Map()
  const first = show(unparsed)
  begin('Any', '[1,')
  await userEvent.click(screen.getByRole('button', { name: 'Value of a: write as JSON' }))
  begin('Value of a', '[2,')
  await userEvent.click(screen.getByRole('radio', { name: 'JSON Schema' }))
  begin('Shape', '[3,')
  expect([...unparsed.keys()]).toEqual(['config-a/any', 'config-a/headers/a', 'config-a/shape'])
  first.unmount()

  const other = show(unparsed, 'config-b')
  expect(screen.queryAllByText(/not JSON yet/)).toHaveLength(0)
  other.unmount()

  show(unparsed)
  expect(texts(['Any', 'Value of a', 'Shape'])).toEqual(['[1,', '[2,', '[3,'])
  expect(screen.getAllByText(/not JSON yet/)).toHaveLength(3)
})

test('to write text instead discards the JSON that was begun', async () => {
  await loadFields()
  const unparsed: Unparsed = new Map([['config-a/headers/a', { text: '[2,', value: '' }]])
  show(unparsed)

  await userEvent.click(screen.getByRole('button', { name: 'Value of a: write as text' }))

  expect(unparsed.size).toBe(0)
  expect(screen.getByRole('textbox', { name: 'Value of a' })).toHaveValue('')
})
