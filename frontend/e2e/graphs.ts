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
