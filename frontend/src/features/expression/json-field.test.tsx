import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type FormEvent, useState } from 'react'
import { expect, test, vi } from 'vitest'
import type { JsonValue } from '@/shared/api/types'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { write } from '../../../tests/written'
import { JsonField } from './json-field'
import { moveUnparsed, type Unparsed, UnparsedTexts } from './unparsed'

type HolderProps = {
  unparsed?: Unparsed
  first?: JsonValue
  onSend?: (value: JsonValue) => void
}

/** A form with two of them, of which the second is folded away. */
function Holder({ unparsed = new Map(), first = 1, onSend }: HolderProps) {
  const [value, setValue] = useState(first)
  const [other, setOther] = useState<JsonValue>(2)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSend?.([value, other])
  }
  const field = (label: string) => ({ label, place: label, wiring: { 'aria-label': label } })
  return (
    <TooltipProvider>
      <UnparsedTexts value={unparsed}>
        <form onSubmit={submit}>
          <JsonField {...field('One')} value={value} onValue={setValue} />
          <details>
            <summary>More</summary>
            <JsonField {...field('Two')} value={other} onValue={setOther} />
          </details>
          <button type="submit">Send</button>
        </form>
      </UnparsedTexts>
    </TooltipProvider>
  )
}

const field = (name: string) => screen.getByRole('textbox', { name, hidden: true })
const send = () => userEvent.click(screen.getByRole('button', { name: 'Send' }))
const NOT_YET = 'This is not JSON yet, so it is not saved.'

test('a form is not sent while a field of it is not JSON, and the focus goes there', async () => {
  const onSend = vi.fn()
  render(<Holder onSend={onSend} />)
  write(field('One'), '[1,')

  await send()

  expect(onSend).not.toHaveBeenCalled()
  expect(field('One')).toHaveFocus()
  expect(field('One')).toBeInvalid()
  expect(field('One')).toHaveAccessibleDescription(NOT_YET)

  write(field('One'), '[1]')
  await send()
  expect(onSend).toHaveBeenCalledExactlyOnceWith([[1], 2])
})

test('a field that is folded away is opened to be seen', async () => {
  const onSend = vi.fn()
  render(<Holder onSend={onSend} />)
  const folded = document.querySelector('details') as HTMLDetailsElement
  folded.open = true
  write(field('Two'), '[2,')
  folded.open = false

  await send()

  expect(onSend).not.toHaveBeenCalled()
  expect(folded.open).toBe(true)
  expect(field('Two')).toHaveFocus()
})

test('what is not JSON yet is there again when the field is, until it is JSON', async () => {
  const unparsed: Unparsed = new Map()
  const first = render(<Holder unparsed={unparsed} />)
  write(field('One'), '[1,')
  first.unmount()

  const second = render(<Holder unparsed={unparsed} />)
  expect(field('One')).toHaveTextContent('[1,')
  expect(screen.getByText(NOT_YET)).toBeVisible()
  expect(field('Two')).toHaveTextContent('2')
  write(field('One'), '1')
  expect(unparsed.size).toBe(0)
  second.unmount()

  render(<Holder unparsed={unparsed} />)
  expect(field('One')).toHaveTextContent('1')
  expect(screen.queryByText(NOT_YET)).toBeNull()
})

test('what was begun over another value is not shown over the new one', () => {
  const unparsed: Unparsed = new Map([['One', { text: '[1, ', value: 1 }]])

  render(<Holder unparsed={unparsed} first={3} />)

  expect(field('One')).toHaveTextContent('3')
})

test('what was begun in the form of a step goes along with the step’s new id', () => {
  const draft = { text: '{', value: null }
  const unparsed: Unparsed = new Map([
    ['config-a/values', draft],
    ['pin-a', draft],
    ['config-ab/values', draft],
  ])

  moveUnparsed(unparsed, 'config-a', 'config-b')
  moveUnparsed(unparsed, 'pin-a', 'pin-b')

  expect([...unparsed.keys()].sort()).toEqual(['config-ab/values', 'config-b/values', 'pin-b'])
})
