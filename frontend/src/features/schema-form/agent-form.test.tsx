import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, within } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { typeNamed } from '../../../tests/node-types'
import type { FormValue } from './fields'
import { asSchema } from './schema'
import { SchemaForm } from './schema-form'

/** One field of a node type's form, as the builder has it; `newest` is what it gives. */
function show(type: string, field: string, first: FormValue) {
  const { properties, ...rest } = typeNamed(type).config_schema
  const schema = { ...rest, properties: { [field]: asSchema(properties)[field] }, required: [] }
  let newest: { value: FormValue; pointer: string } | undefined
  function Holder() {
    const [value, setValue] = useState(first)
    const onValue = (next: FormValue, pointer: string) => {
      newest = { value: next, pointer }
      setValue(next)
    }
    return <SchemaForm {...{ schema, value, onValue }} formId="agent" expressions />
  }
  // Nothing is asked of a server.
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  render(
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <Holder />
      </TooltipProvider>
    </QueryClientProvider>,
  )
  return () => newest
}

const write = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })

test('what an agent may do with each tool has fields of its own', () => {
  const newest = show('agent', 'tools', {
    tools: [{ node: 'refund', approval: 'when' }, { node: 'look' }],
  })
  const tools = within(screen.getByRole('group', { name: 'Tools' }))
  const approvals = tools.getAllByRole('combobox', { name: 'Approval' })
  const [most] = tools.getAllByLabelText('Most calls', { selector: 'input' })

  expect(approvals.map((each) => each.textContent)).toEqual(['when', 'never'])
  expect(tools.getAllByRole('combobox', { name: 'Effects' })).toHaveLength(2)
  expect(tools.getAllByText('Hosts')).toHaveLength(2)
  if (most) write(most, '3')
  // An expression is asked for only where it decides.
  write(tools.getByLabelText('When', { selector: 'input' }), 'item.usd > 9')
  expect(newest()).toEqual({
    value: {
      tools: [
        { node: 'refund', approval: 'when', max_calls: 3, approval_when: 'item.usd > 9' },
        { node: 'look' },
      ],
    },
    pointer: '/tools/0/approval_when',
  })
})

test.each([
  ['agent', 'mcp', 'MCP servers'],
  ['mcp.call', 'servers', 'Servers'],
])('the servers of %s have fields, their credential too', (type, field, title) => {
  const newest = show(type, field, { [field]: [{ name: 'shop' }] })
  const servers = within(screen.getByRole('group', { name: title }))

  expect(servers.getByRole('combobox', { name: 'Credential' })).toBeEnabled()
  write(servers.getByLabelText('URL', { selector: 'input' }), 'https://mcp.example')
  expect(newest()?.value).toEqual({ [field]: [{ name: 'shop', url: 'https://mcp.example' }] })
})

test('a member is added to a team by its node and what it is good for', () => {
  const newest = show('multi_agent', 'members', {})

  fireEvent.click(screen.getByRole('button', { name: 'Add to members' }))
  write(screen.getByLabelText('Node', { selector: 'input' }), 'writer')
  expect(newest()?.value).toEqual({ members: [{ node: 'writer' }] })
})
