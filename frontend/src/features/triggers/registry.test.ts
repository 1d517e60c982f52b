import { expect, it } from 'vitest'
import type { NodeTypeRead, TriggerTypeRead } from '@/shared/api/types'
import { entriesOf, entriesThatFit } from './registry'

const nodes = [
  { type: 'http.request', title: 'HTTP request', category: 'Web', description: 'Asks', version: 1 },
  { type: 'set', title: 'Set', category: 'Data', description: 'Makes values', version: 2 },
] as NodeTypeRead[]
const triggers = [
  { name: 'webhook', title: 'Webhook', description: 'A request', version: 1, owner: 'x', used: 3 },
] as TriggerTypeRead[]

it('lists triggers first, then node types by group, with who uses them', () => {
  const usage = new Map([['set', { type: 'set', workflows: 2, nodes: 5 }]])
  const entries = entriesOf(nodes, triggers, usage)
  expect(entries.map(({ type, used, unit }) => [type, used, unit])).toEqual([
    ['webhook', 3, 'trigger'],
    ['set', 2, 'workflow'],
    ['http.request', 0, 'workflow'],
  ])
})

it('says which package brings each', () => {
  const brought = nodes.map((each) => ({ ...each, owner: `of-${each.type}` }))
  const entries = entriesOf(brought, triggers, new Map())
  expect(entries.map(({ owner }) => owner)).toEqual(['x', 'of-set', 'of-http.request'])
  expect(entriesThatFit(entries, 'of-set').map(({ type }) => type)).toEqual(['set'])
})

it('finds by every word', () => {
  const entries = entriesOf(nodes, triggers, new Map())
  expect(entriesThatFit(entries, 'web request').map(({ type }) => type)).toEqual([
    'webhook',
    'http.request',
  ])
  expect(entriesThatFit(entries, 'set nothing')).toEqual([])
})
