/** From a description to typed fields by keyboard: read it, choose an operation, fill in. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { configure, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { typeNamed } from '../../../tests/node-types'
import type { FormValue } from './fields'
import { SchemaForm } from './schema-form'

const order = (name: string, method: string) => ({
  name,
  method,
  path: '/orders',
  title: '',
  deprecated: false,
})
const chosen = {
  operation: 'makeOrder',
  specification: {
    info: { title: 'Shop', version: '2' },
    paths: {
      '/orders': {
        post: {
          operationId: 'makeOrder',
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['total'],
                  properties: { total: { type: 'number' } },
                },
              },
            },
          },
        },
      },
    },
  },
}

type Answer = { status: number; body: object }

/** The form of a new step, before a server that answers by the end of the path. */
function show(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(await request.clone().text())
    const { status, body } = answers[request.url.split('/').at(-1) ?? ''] ?? {
      status: 500,
      body: {},
    }
    return Response.json(body, { status })
  })
  const values: FormValue[] = []
  function Holder() {
    const [value, setValue] = useState<FormValue>({ specification: {}, operation: '' })
    values.push(value)
    return (
      <QueryClientProvider client={new QueryClient()}>
        <TooltipProvider>
          <SchemaForm
            formId="test"
            schema={typeNamed('http.openapi').config_schema}
            value={value}
            expressions
            onValue={setValue}
          />
        </TooltipProvider>
      </QueryClientProvider>
    )
  }
  render(<Holder />)
  return { asked, newest: () => values.at(-1) }
}

// The picker is fetched at first use, which a busy machine takes its time for.
configure({ asyncUtilTimeout: 15_000 })
afterEach(() => vi.unstubAllGlobals())

test('an operation is chosen by keyboard, and its body becomes a typed field', async () => {
  const operations = [order('listOrders', 'GET'), order('makeOrder', 'POST')]
  const form = show({
    operations: { status: 200, body: { title: 'Shop', version: '2', operations } },
    operation: { status: 200, body: chosen },
  })
  const user = userEvent.setup()

  await user.type(await screen.findByLabelText('URL of the specification'), 'https://shop.example')
  await user.tab()
  await user.keyboard('{Enter}')
  await screen.findByPlaceholderText('Search operations')
  await user.keyboard('make{Enter}')
  const total = await screen.findByLabelText('Total')

  expect(total).toHaveValue('0')
  expect(screen.getByText('POST /orders')).toBeVisible()
  expect(screen.getByText('This operation takes no parameters.')).toBeVisible()
  expect(form.newest()).toMatchObject({ ...chosen, body: { total: 0 } })
  expect(form.asked).toContainEqual(
    JSON.stringify({ url: 'https://shop.example', operation: 'makeOrder' }),
  )
})

test('a refusal says where in the specification it is', async () => {
  const message = "In the specification, '/paths' names no operation."
  show({
    operations: {
      status: 422,
      body: { code: 'invalid', title: 'No', detail: message, problems: [] },
    },
  })
  const user = userEvent.setup()

  await user.click(await screen.findByRole('radio', { name: 'Text or file' }))
  await user.type(screen.getByLabelText('Text of the specification'), 'openapi: 3.1.0')
  await user.click(screen.getByRole('button', { name: 'Choose an operation' }))

  expect(await screen.findByText(message)).toBeVisible()
})
