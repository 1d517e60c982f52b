/** Small graphs that need no other service. */
import type { Graph } from './api-client'

const node = (id: string, type: string, name: string, config: object, x: number) => ({
  id,
  type,
  name,
  config,
  position: { x, y: 80 },
})

/** Start, set, a wait, end: succeeds after `seconds`. */
export const greeting = (seconds: number): Graph => ({
  nodes: [
    node('start', 'start', 'Start', {}, 0),
    node('greet', 'set', 'Greet', { values: { text: 'Hello, {{ trigger.name }}!' } }, 280),
    node('pause', 'delay', 'Pause', { seconds }, 560),
    node('done', 'end', 'Done', { output: '{{ steps.greet.output.text }}' }, 840),
  ],
  edges: [
    { from: 'start', to: 'greet' },
    { from: 'greet', to: 'pause' },
    { from: 'pause', to: 'done' },
  ],
})

/** Reads what is not there: the second step fails. */
export const missingValue: Graph = {
  nodes: [
    node('start', 'start', 'Start', {}, 0),
    node('calc', 'set', 'Work out totals', { values: { total: '{{ trigger.items.total }}' } }, 280),
    node('done', 'end', 'Done', {}, 560),
  ],
  edges: [
    { from: 'start', to: 'calc' },
    { from: 'calc', to: 'done' },
  ],
}

/** As `missingValue`, but the step that fails waits for a person. */
export const heldStep: Graph = {
  ...missingValue,
  nodes: missingValue.nodes.map((each) =>
    'id' in each && each.id === 'calc' ? { ...each, policy: { on_error: 'hold' } } : each,
  ),
}

/** Calls a name that no one has, and would try again for a long time. */
export const refusedCall: Graph = {
  nodes: [
    node('start', 'start', 'Start', {}, 0),
    {
      ...node('call', 'http.request', 'Call', { url: 'http://shop.invalid/' }, 280),
      policy: { retry: { max_attempts: 50, initial_interval_s: 300, max_interval_s: 300 } },
    },
  ],
  edges: [{ from: 'start', to: 'call' }],
}

/** Asks anybody, with a form, and goes on by the answer. */
export const asks = (title: string): Graph => ({
  nodes: [
    node('start', 'start', 'Start', {}, 0),
    node('ask', 'approval', 'Ask', { title, description: 'Is this fine?', form: REFUND }, 280),
    node('yes', 'end', 'Yes', { output: '{{ steps.ask.output }}' }, 560),
    { ...node('no', 'end', 'No', {}, 560), position: { x: 560, y: 240 } },
  ],
  edges: [
    { from: 'start', to: 'ask' },
    { from: 'ask', port: 'approved', to: 'yes' },
    { from: 'ask', port: 'rejected', to: 'no' },
  ],
})

const REFUND = {
  type: 'object',
  properties: { amount: { type: 'number', title: 'Amount', minimum: 1, maximum: 100 } },
  required: ['amount'],
}

const inBody = (parent: string, step: object) => ({ ...step, parent })

/** Each item divides: a zero fails, and is collected. */
export const loopOver = (config: object): Graph => ({
  nodes: [
    node('start', 'start', 'Start', {}, 0),
    node(
      'each',
      'for_each',
      'Orders',
      { items: '{{ trigger.items }}', on_item_error: 'collect', ...config },
      280,
    ),
    inBody('each', node('price', 'set', 'Price', { values: { net: '{{ item.net.value }}' } }, 320)),
    node('done', 'end', 'Done', {}, 700),
  ],
  edges: [
    { from: 'start', to: 'each' },
    { from: 'each', to: 'done' },
  ],
})

/** Each item, a run of its own, waits and then divides; `price` and `loop` are set up as given. */
export const waitsInItems = (seconds: number, price = {}, loop = {}): Graph => {
  const { nodes, edges } = loopOver({ own_runs: true, concurrency: 10, ...loop })
  const pause = inBody('each', node('pause', 'delay', 'Pause', { seconds }, 320))
  return {
    nodes: nodes.flatMap((each) =>
      'id' in each && each.id === 'price'
        ? [pause, { ...each, ...price, position: { x: 620, y: 80 } }]
        : [each],
    ),
    edges: [...edges, { from: 'pause', to: 'price' }],
  }
}

/** Each item, a run of its own, asks whether it may go on. */
export const asksInItems: Graph = {
  nodes: [
    node('start', 'start', 'Start', {}, 0),
    node(
      'each',
      'for_each',
      'Orders',
      { items: '{{ trigger.items }}', own_runs: true, concurrency: 9 },
      280,
    ),
    inBody('each', node('ask', 'approval', 'Ask', { title: 'Go on?' }, 320)),
    node('done', 'end', 'Done', {}, 700),
  ],
  edges: [
    { from: 'start', to: 'each' },
    { from: 'each', to: 'done' },
  ],
}

/** A list of lists: each item, and each one in it, is a run of its own. */
export const itemsOfItems: Graph = {
  nodes: [
    node('start', 'start', 'Start', {}, 0),
    node('each', 'for_each', 'Orders', { items: '{{ trigger.items }}', own_runs: true }, 280),
    inBody(
      'each',
      node('lines', 'for_each', 'Lines', { items: '{{ item }}', own_runs: true }, 320),
    ),
    inBody('lines', node('line', 'set', 'Line', { values: { number: '{{ item }}' } }, 360)),
    node('done', 'end', 'Done', {}, 900),
  ],
  edges: [
    { from: 'start', to: 'each' },
    { from: 'each', to: 'done' },
  ],
}

/** Waits for an event. */
export const waitsFor = (key: string): Graph => ({
  nodes: [
    node('start', 'start', 'Start', {}, 0),
    node('paid', 'wait_event', 'Paid', { key }, 280),
    node('done', 'end', 'Done', { output: '{{ steps.paid.output }}' }, 560),
  ],
  edges: [
    { from: 'start', to: 'paid' },
    { from: 'paid', to: 'done' },
  ],
})

/** Runs another workflow and waits for it. */
export const calls = (workflow: string): Graph => ({
  nodes: [
    node('start', 'start', 'Start', {}, 0),
    node('sub', 'workflow.run', 'Sub', { workflow, input: { name: 'Ada' } }, 280),
    node('done', 'end', 'Done', {}, 560),
  ],
  edges: [
    { from: 'start', to: 'sub' },
    { from: 'sub', to: 'done' },
  ],
})

/** Calls an address that is closed to nodes. */
export const refused = {
  nodes: [
    { id: 'start', type: 'start', position: { x: 0, y: 80 } },
    {
      id: 'call',
      type: 'http.request',
      config: { url: 'http://127.0.0.1:9/none' },
      position: { x: 280, y: 80 },
    },
  ],
  edges: [{ from: 'start', to: 'call' }],
}

/** Rows of steps that do nothing, one after the other. */
export function grid(nodes: number, columns = 36): Graph {
  const steps = Array.from({ length: nodes - 1 }, (_, index) => ({
    id: `s${index}`,
    type: 'set',
    name: `Step ${index}`,
    config: { values: { number: index } },
    position: { x: 280 * ((index % columns) + 1), y: 100 * Math.floor(index / columns) },
  }))
  const start = { id: 'start', type: 'start', name: 'Start', config: {}, position: { x: 0, y: 0 } }
  const edges = steps.map(({ id }, index) => ({
    from: index % columns === 0 ? 'start' : (steps[index - 1]?.id ?? 'start'),
    to: id,
  }))
  return { nodes: [start, ...steps], edges }
}
