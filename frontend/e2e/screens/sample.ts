/** What the pictures show: runs of the examples that every workspace begins with. */
import { expect } from '@playwright/test'
import type { ApiClient, Graph } from '../api-client'
import { asks, greeting, heldStep, loopOver } from '../graphs'

export type Sample = {
  workflows: Readonly<Record<string, string>>
  succeeded: string
  earlier: string
  failed: string
  held: string
  loop: string
  waiting: string
  /** Waits for an answer. */
  asking: string
  trigger: string
  base: string
  /** Id of its trigger. */
  chat: string
  dataSet: string
  evaluation: string
  /** Token of one. */
  invitation: string
  /** Addresses for people who don't sign in. */
  visitors: { chat: string; form: string; approval: string }
  /** The page of a run in Temporal's own UI. */
  temporal: string
}

type Listed = { items: { id: string; name: string }[] }

/** Starts them all, and waits until each is where the pictures want it. */
export async function makeSample(api: ApiClient): Promise<Sample> {
  const { items }: Listed = await api.get('/api/v1/workflows?limit=200')
  const workflows = Object.fromEntries(items.map(({ id, name }) => [name, id]))
  const idOf = (name: string) => {
    const id = workflows[name]
    if (!id) throw new Error(`The example ${name} is not in this workspace.`)
    return id
  }
  const loop = await named(
    api,
    workflows,
    'Price list',
    apart(loopOver({ on_item_error: 'collect' })),
  )
  const held = await named(api, workflows, 'Nightly totals', heldStep)
  const ask = await named(api, workflows, 'Refund', asks('Refund 42 euros to order 4711?'))
  const slow = await named(api, workflows, 'Warm up', greeting(86_400))
  const order = idOf('Order triage')
  const earlier = await api.run(order, { order_id: 4711 }, { key: 'order-4711' })
  const [succeeded, failed] = await Promise.all([
    api.run(order, { order_id: 1200 }, { key: 'order-1200' }),
    api.run(idOf('Travel booking'), { trip_id: 17, days: 4 }),
    api.run(idOf('Product import'), { import_id: 4711, rows: 2_000 }),
  ])
  const items4 = [{ net: { value: 10 } }, {}, { net: { value: 20 } }, { net: { value: 30 } }]
  const trigger = await api.post(`/api/v1/workflows/${order}/triggers`, {
    name: 'Orders of the shop',
    type: 'webhook',
    config: { auth: 'none' },
    mapping: { filter: '', key: '', input: null },
    paused: false,
  })
  const chat = await talkedWith(api, workflows)
  const asking = await api.runDraft(ask, {}, { wait: 2 })
  const judged = await evaluated(api, await named(api, workflows, 'Greeting', greeting(0)))
  const bases: Listed = await api.get('/api/v1/knowledge-bases')
  const base =
    bases.items.find(({ name }) => name === 'Handbook') ??
    (await api.post('/api/v1/knowledge-bases', { name: 'Handbook' }))
  const invitation = await api.post('/api/v1/invitations', {
    email: `ada-${Date.now()}@noria.example`,
    role: 'editor',
  })
  return {
    workflows,
    trigger: trigger.id,
    base: base.id,
    chat,
    ...judged,
    invitation: invitation.token,
    succeeded,
    earlier,
    failed,
    loop: await api.runDraft(loop, { items: items4 }, { wait: 20 }),
    held: await api.runDraft(held, {}, { wait: 2 }),
    asking,
    visitors: {
      chat: `/chats/${(await api.get(`/api/v1/triggers/${chat}`)).config.path}`,
      form: await madeForm(api, await named(api, workflows, 'Greeting', greeting(0))),
      approval: await linkTo(api, asking),
    },
    waiting: await api.runDraft(slow, { name: 'Ada' }, { wait: 2 }),
    temporal: (await api.get(`/api/v1/runs/${succeeded}`)).temporal_url,
  }
}

/** A chat about a handbook, answered by the demo model. */
async function talkedWith(api: ApiClient, workflows: Record<string, string>): Promise<string> {
  const graph: Graph = {
    nodes: [
      { id: 'start', type: 'start', position: { x: 0, y: 80 } },
      {
        id: 'ask',
        type: 'llm.chat',
        position: { x: 304, y: 80 },
        config: { prompt: '{{ trigger.text }}', messages: '{{ trigger.earlier }}' },
      },
      {
        id: 'done',
        type: 'end',
        position: { x: 608, y: 80 },
        config: { output: '{{ steps.ask.output.text }}' },
      },
    ],
    edges: [
      { from: 'start', to: 'ask' },
      { from: 'ask', to: 'done' },
    ],
  }
  const id = await named(api, workflows, 'Handbook', graph)
  await api.publish(id)
  const trigger = await api.post(`/api/v1/workflows/${id}/triggers`, {
    type: 'chat',
    name: 'Ask the handbook',
    config: {
      title: 'Ask the handbook',
      path: `handbook-${Date.now()}`,
      greeting: 'What would you like to know?',
      audience: 'public',
    },
  })
  return trigger.id
}

/** The address of a form that anybody may fill in. */
async function madeForm(api: ApiClient, workflowId: string): Promise<string> {
  await api.publish(workflowId)
  const path = `hello-${Date.now()}`
  const fields = {
    type: 'object',
    properties: {
      name: { type: 'string', title: 'Your name', description: 'As we should greet you.' },
      language: { type: 'string', title: 'Language', enum: ['English', 'Deutsch'] },
      again: { type: 'boolean', title: 'Greet me every morning' },
    },
    required: ['name'],
  }
  const config = { title: 'Be greeted', path, fields, audience: 'public' }
  await api.post(`/api/v1/workflows/${workflowId}/triggers`, {
    type: 'form',
    name: 'Hello',
    config,
  })
  return `/forms/${path}`
}

/** What answers the question of that run without signing in. */
async function linkTo(api: ApiClient, runId: string): Promise<string> {
  const asked: { items: { id: string; run_id: string }[] } = await api.get('/api/v1/approvals')
  const approval = asked.items.find(({ run_id }) => run_id === runId)
  if (!approval) throw new Error('The run asks nobody.')
  const link = await api.post(`/api/v1/approvals/${approval.id}/links`, {
    email: 'ada@noria.example',
  })
  return new URL(link.url).pathname + new URL(link.url).search
}

/** A data set of which one case is not answered as expected. */
async function evaluated(api: ApiClient, workflowId: string) {
  const { id: dataSet } = await api.post('/api/v1/data-sets', {
    workflow_id: workflowId,
    name: 'Greetings',
    evaluators: [
      { kind: 'exact', name: 'Word for word' },
      { kind: 'rule', name: 'Short enough', expression: 'item.output.length < 40' },
    ],
  })
  const expected = { Ada: 'Hello, Ada!', Bob: 'Hello, Bob!', Eve: 'Good evening, Eve!' }
  for (const [name, answer] of Object.entries(expected)) {
    const given = { name: `To ${name}`, input: { name }, expected: answer }
    await api.post(`/api/v1/data-sets/${dataSet}/cases`, given)
  }
  const { id: evaluation } = await api.post(`/api/v1/data-sets/${dataSet}/evaluations`, {})
  await expect
    .poll(async () => (await api.get(`/api/v1/evaluations/${evaluation}`)).status, {
      timeout: 60_000,
    })
    .toBe('succeeded')
  return { dataSet, evaluation }
}

/** What comes last beside the frame of the loop, not on it. */
const apart = ({ nodes, edges }: Graph): Graph => ({
  nodes: nodes.map((node) =>
    'id' in node && node.id === 'done' ? { ...node, position: { x: 880, y: 80 } } : node,
  ),
  edges,
})

/** The workflow of that name; made where it is not there yet. */
async function named(
  api: ApiClient,
  workflows: Record<string, string>,
  name: string,
  graph: Parameters<ApiClient['createWorkflow']>[1],
): Promise<string> {
  const id = workflows[name] ?? (await api.createWorkflow(name, graph))
  workflows[name] = id
  return id
}
