import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { credentialChoiceQuery } from '@/features/credentials'
import { modelsQuery } from '@/features/models'
import type { CredentialRead, ModelRead } from '@/shared/api/types'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { builtInTypes, typeNamed } from '../../../tests/node-types'
import { type FormValue, fieldsOf, groupFields } from './fields'
import { exampleOf, rowsOf, schemaOf } from './input-schema'
import { durationWords, parseNumber } from './numbers'
import { focusField } from './pointers'
import { asSchema, type Schema } from './schema'
import { SchemaForm } from './schema-form'

type ShowOptions = {
  faults?: [string, string][]
  /** By types. */
  credentials?: [string[], CredentialRead[]][]
  /** By the credential that opens them. */
  models?: [string | null, ModelRead[]][]
}

type Change = { value: FormValue; pointer: string }

/** The form as the inspector has it; `changes` collects what it gives. */
function show(schema: Schema, first: FormValue, options: ShowOptions = {}) {
  // Nothing is asked of a server: what the form reads is there, or on its way for ever.
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  for (const [types, found] of options.credentials ?? []) {
    client.setQueryData(credentialChoiceQuery(types).queryKey, found)
  }
  for (const [credential, items] of options.models ?? []) {
    const found = { items, next_cursor: null, source: 'server' as const }
    client.setQueryData(modelsQuery(credential).queryKey, found)
  }
  const changes: Change[] = []
  const faults = new Map(
    (options.faults ?? []).map(([pointer, message]) => [
      pointer,
      [{ message, severity: 'error' as const, line: null, column: null }],
    ]),
  )
  function Holder() {
    const [value, setValue] = useState(first)
    return (
      <QueryClientProvider client={client}>
        <TooltipProvider>
          <SchemaForm
            formId="test"
            schema={schema}
            value={value}
            expressions
            faults={faults}
            onValue={(next, pointer) => {
              changes.push({ value: next, pointer })
              setValue(next)
            }}
          />
        </TooltipProvider>
      </QueryClientProvider>
    )
  }
  render(<Holder />)
  return { changes, newest: () => changes.at(-1) }
}

const schemaFor = (type: string) => typeNamed(type).config_schema

test.each(builtInTypes.map((type) => [type.type, type] as const))(
  '%s has a control for each field that shows',
  (_, type) => {
    show(type.config_schema, type.default_config as FormValue)

    const fields = fieldsOf(type.config_schema, type.config_schema)
    const { groups, advanced } = groupFields(fields, type.default_config as FormValue)
    for (const field of [...groups.flatMap((group) => group.fields), ...advanced]) {
      expect(screen.getAllByText(field.title).length).toBeGreaterThan(0)
    }
  },
)

test('a choice shows its default and gives the new value', async () => {
  const { newest } = show(schemaFor('http.request'), {})
  const method = screen.getByRole('combobox', { name: 'Method' })

  expect(method).toHaveTextContent('GET')
  expect(newest()).toBeUndefined()
})

test('what equals its default is left out of the config', async () => {
  const { newest } = show(schemaFor('http.request'), { idempotency_key: false })

  await userEvent.click(screen.getByText('Advanced'))
  await userEvent.click(screen.getByRole('switch', { name: 'Send an Idempotency-Key' }))

  expect(newest()).toEqual({ value: {}, pointer: '/idempotency_key' })
})

test('another kind of body brings its own fields', async () => {
  const { newest } = show(schemaFor('http.request'), {})

  await userEvent.click(screen.getByRole('radio', { name: 'Form' }))

  expect(newest()?.value).toEqual({ body: { kind: 'form' } })
  expect(screen.getByRole('button', { name: 'Add value' })).toBeVisible()
})

test('names and values make a map, in their order', async () => {
  const { newest } = show(schemaFor('http.request'), { headers: { accept: 'text/plain' } })
  const headers = within(screen.getByRole('group', { name: 'Headers' }))

  await userEvent.click(headers.getByRole('button', { name: 'Add headers' }))
  await userEvent.type(
    headers.getAllByRole('textbox', { name: 'Name' })[1] ?? document.body,
    'x-id',
  )

  expect(newest()?.value).toEqual({ headers: { accept: 'text/plain', 'x-id': '' } })
})

test('a name that is there twice says so', async () => {
  show(schemaFor('set'), { values: { a: '1', b: '2' } })
  const [, second] = screen.getAllByRole('textbox', { name: 'Name' })
  if (!second) throw new Error('The second row is missing.')

  await userEvent.clear(second)
  await userEvent.type(second, 'a')

  expect(screen.getAllByText(/there twice/).length).toBeGreaterThan(0)
})

test('cases can be added, moved and removed; a new one has a port of its own', async () => {
  const cases = [{ port: 'yes', when: 'true' }]
  const { newest } = show(schemaFor('branch'), { cases, default: 'no' })

  await userEvent.click(screen.getByRole('button', { name: 'Add to cases' }))
  expect(newest()?.value.cases).toEqual([...cases, { port: 'case_1', when: null }])

  await userEvent.click(screen.getByRole('button', { name: 'Move 2 up' }))
  expect(newest()?.value.cases).toEqual([{ port: 'case_1', when: null }, ...cases])

  await userEvent.click(screen.getByRole('button', { name: 'Remove 1' }))
  expect(newest()?.value.cases).toEqual(cases)
})

test('every field that may hold an expression has the toggle, and no other', () => {
  show(schemaFor('http.request'), {})

  expect(screen.getByRole('radiogroup', { name: 'URL: fixed or expression' })).toBeVisible()
  expect(screen.queryByRole('radiogroup', { name: 'Method: fixed or expression' })).toBeNull()
})

test('braces typed into a fixed number make it an expression', async () => {
  const { newest } = show(schemaFor('delay'), { seconds: 60 })
  const seconds = screen.getByRole('textbox', { name: 'Seconds' })

  await userEvent.clear(seconds)
  await userEvent.type(seconds, '{{{{')

  expect(newest()?.value).toEqual({ seconds: '{{' })
  await vi.waitFor(() =>
    expect(screen.getByRole('textbox', { name: 'Seconds' })).toHaveClass('cm-content'),
  )
})

test('the toggle turns a number into an expression that gives the same number', async () => {
  const { newest } = show(schemaFor('delay'), { seconds: 90 })

  await userEvent.click(screen.getByRole('radio', { name: 'Expression' }))

  expect(newest()?.value).toEqual({ seconds: '{{ 90 }}' })
})

test('an error stands under its field and is tied to it', () => {
  show(schemaFor('http.request'), {}, { faults: [['/url', 'Field required.']] })
  const url = screen.getByRole('textbox', { name: 'URL' })

  expect(url).toBeInvalid()
  expect(url).toHaveAccessibleDescription('Field required.')
})

test('an error inside a case stands at the part it names', () => {
  const config = { cases: [{ port: 'yes', when: 'steps.' }], default: 'no' }
  show(schemaFor('branch'), config, { faults: [['/cases/0/when', 'It ends too early.']] })

  expect(screen.getByText('It ends too early.')).toBeVisible()
})

test('a problem puts the focus into its field, unfolding what hides it', () => {
  show(schemaFor('http.request'), {})

  expect(focusField('test', '/credential')).toBe(true)
  expect(screen.getByRole('combobox', { name: 'Credential' })).toHaveFocus()
  expect(focusField('other', '/url')).toBe(false)
})

test('a list takes numbers as numbers and words as words', async () => {
  const { newest } = show(schemaFor('http.request'), {})

  await userEvent.type(screen.getByRole('textbox', { name: 'Expected statuses' }), '404,3xx{Enter}')

  expect(newest()?.value).toEqual({ expect_status: ['2xx', 404, '3xx'] })
})

test('a field shows only when its sibling has the value that it waits for', async () => {
  const schema = {
    type: 'object',
    properties: {
      auth: { type: 'boolean', default: false, title: 'Auth' },
      user: { type: 'string', title: 'User', 'x-ui': { show_if: { auth: true } } },
    },
  }
  show(schema, {})
  expect(screen.queryByText('User')).toBeNull()

  await userEvent.click(screen.getByRole('switch', { name: 'Auth' }))

  expect(screen.getByText('User')).toBeVisible()
})

test('the input schema is written as a list of fields', async () => {
  const { newest } = show(schemaFor('start'), {})

  await userEvent.click(screen.getByRole('button', { name: 'Add a field' }))
  await userEvent.type(screen.getByRole('textbox', { name: 'Name of new field' }), 'order_id')

  expect(newest()?.value).toEqual({
    input_schema: {
      type: 'object',
      properties: { order_id: { type: 'string' } },
      required: ['order_id'],
    },
  })
})

test('rows and schema are the same thing twice', () => {
  const schema = {
    type: 'object',
    properties: {
      id: { type: 'string', description: 'Of the order', examples: ['o-1'] },
      amount: { type: 'number', examples: [12.5], minimum: 0 },
      more: {},
    },
    required: ['id'],
    additionalProperties: false,
  }
  const rows = rowsOf(schema)

  expect(rows?.map((row) => [row.name, row.type, row.example])).toEqual([
    ['id', 'string', 'o-1'],
    ['amount', 'number', '12.5'],
    ['more', 'any', ''],
  ])
  expect(schemaOf(rows ?? [], schema)).toEqual(schema)
})

test.each([{ anyOf: [] }, { type: 'array' }, { type: 'object', properties: {}, minProperties: 2 }])(
  '%j is more than rows can show',
  (schema) => {
    expect(rowsOf(schema)).toBeNull()
  },
)

test('an example comes from the schema', () => {
  expect(
    exampleOf({
      type: 'object',
      properties: {
        id: { type: 'string', examples: ['o-1'] },
        lines: { type: 'array', items: { type: 'integer', minimum: 3 } },
        paid: { enum: ['yes', 'no'] },
      },
    }),
  ).toEqual({ id: 'o-1', lines: [3], paid: 'yes' })
  expect(exampleOf(asSchema(undefined))).toEqual({})
})

test('numbers are read strictly, and long durations are said in words', () => {
  expect([parseNumber('1.5', false), parseNumber('1.5', true), parseNumber('1e3', true)]).toEqual([
    1.5,
    undefined,
    1_000,
  ])
  expect([parseNumber('0x10', false), parseNumber('', false)]).toEqual([undefined, undefined])
  expect([durationWords(59), durationWords(5_400), durationWords(90_061)]).toEqual([
    '',
    '1 h 30 min',
    '1 d 1 h',
  ])
})

test('the fields of a list say what they are for once, at its first item', () => {
  show(schemaFor('switch'), {
    value: '{{ trigger.kind }}',
    cases: [
      { port: 'book', equals: 'book' },
      { port: 'film', equals: 'film' },
    ],
    default: 'other',
  })

  expect(screen.getAllByRole('textbox', { name: 'Port' })).toHaveLength(2)
  expect(screen.getAllByText(/Name of the path/)).toHaveLength(1)
})

test('an expression that is emptied stays one, so that another can be written', async () => {
  show(schemaFor('end'), { output: '{{ trigger.a }}' })
  const field = screen.getByRole('textbox', { name: 'Output' })

  await userEvent.click(field)
  await userEvent.keyboard('{Control>}a{/Control}{Delete}')

  expect(screen.getByRole('radio', { name: 'Expression' })).toBeChecked()
})

const credential = (name: string, may_use = true) =>
  ({ id: name, name, type: 'bearer', may_use }) as CredentialRead

const TOKEN: Schema = {
  properties: {
    token: {
      title: 'Token',
      type: 'string',
      'x-ui': { widget: 'credential', credential_type: 'bearer|basic', expression: 'never' },
    },
    pin: { title: 'Pin', type: 'string', writeOnly: true, 'x-ui': { references: true } },
  },
  required: ['token'],
}

test('a credential is chosen by name; one that is not there says so', () => {
  show(TOKEN, { token: 'Old' }, { credentials: [[['bearer', 'basic'], [credential('Shop')]]] })

  expect(screen.getByRole('combobox', { name: 'Token' })).toHaveTextContent('Old (none that fits)')
})

test('a secret is typed unseen, or said to be kept elsewhere', async () => {
  const { newest } = show(TOKEN, {})
  const field = screen.getByLabelText('Pin', { selector: 'input' })
  expect(field).toHaveAttribute('type', 'password')
  await userEvent.type(field, 's')
  expect(newest()?.value).toEqual({ pin: 's' })
  await userEvent.click(screen.getByRole('radio', { name: 'Kept elsewhere' }))
  await userEvent.type(screen.getByLabelText('Pin', { selector: 'input' }), 'env:P')

  expect(newest()?.value).toEqual({ pin: { $ref: 'env:P' } })
})

const modelNamed = (model: string, kind: ModelRead['kind'] = 'chat'): ModelRead => ({
  ...{ model, kind, input_usd: null, output_usd: null, context_tokens: 128_000 },
  ...{ output_tokens: null, takes_tools: null, takes_images: null },
})

test('a model is chosen from those that its credential opens, or written freely', async () => {
  const { newest } = show(
    schemaFor('agent'),
    { credential: 'Mine', model: '' },
    {
      models: [
        ['Mine', [modelNamed('openai/gpt-5'), modelNamed('openai/small')]],
        [null, [modelNamed('demo/demo'), modelNamed('local/minilm', 'embed')]],
      ],
    },
  )
  const field = screen.getByRole('combobox', { name: 'Model' })
  const offered = () => screen.getAllByRole('option').map((each) => each.textContent)

  await userEvent.click(field)
  expect(offered()).toEqual(['openai/gpt-5128,000', 'openai/small128,000', 'demo/demo128,000'])
  await userEvent.keyboard('SMALL')
  expect(offered()).toEqual(['openai/small128,000'])
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(newest()).toMatchObject({ value: { model: 'openai/small' }, pointer: '/model' })
  expect(screen.queryByRole('listbox')).toBeNull()

  await userEvent.keyboard('er')
  expect(newest()?.value.model).toBe('openai/smaller')
})

test('a choice shows its value, and the word for it in the reader’s language', () => {
  const schema = asSchema({
    properties: {
      on_error: { title: 'On error', enum: ['skip'], 'x-labels': { skip: 'überspringen' } },
      method: { title: 'Method', enum: ['GET'], 'x-labels': {} },
      between: { title: 'Between', enum: ['\t'], 'x-ui': { labels: { '\t': 'tab' } } },
    },
  })
  show(schema, { on_error: 'skip', method: 'GET', between: '\t' })

  expect(screen.getByRole('combobox', { name: 'On error' })).toHaveTextContent(
    /^skip – überspringen$/,
  )
  expect(screen.getByRole('combobox', { name: 'Method' })).toHaveTextContent(/^GET$/)
  // What can't be seen is said alone.
  expect(screen.getByRole('combobox', { name: 'Between' })).toHaveTextContent(/^tab$/)
})
