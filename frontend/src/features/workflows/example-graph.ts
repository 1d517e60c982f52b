import type { GraphDocument } from '@/shared/api/types'

/** A first graph to look at and run: it needs no other service. */
export const EXAMPLE_NAME = 'Example: greet by the hour'

export const EXAMPLE_GRAPH: GraphDocument = {
  nodes: [
    {
      id: 'start',
      type: 'start',
      name: 'Who is it?',
      config: {
        input_schema: {
          type: 'object',
          properties: {
            name: { type: 'string', title: 'Name', default: 'Ada' },
            hour: { type: 'integer', title: 'Hour', minimum: 0, maximum: 23, default: 9 },
          },
          required: ['name', 'hour'],
        },
      },
      position: { x: 0, y: 80 },
    },
    {
      id: 'time_of_day',
      type: 'branch',
      name: 'Before noon?',
      config: { cases: [{ port: 'morning', when: 'trigger.hour < 12' }], default: 'later' },
      position: { x: 280, y: 80 },
    },
    {
      id: 'good_morning',
      type: 'set',
      name: 'Good morning',
      config: { values: { greeting: 'Good morning, {{ trigger.name }}!' } },
      position: { x: 560, y: 0 },
    },
    {
      id: 'good_day',
      type: 'set',
      name: 'Good day',
      config: { values: { greeting: 'Good day, {{ trigger.name }}!' } },
      position: { x: 560, y: 160 },
    },
    {
      id: 'pause',
      type: 'delay',
      name: 'Take a breath',
      config: { seconds: 2 },
      position: { x: 840, y: 80 },
    },
    {
      id: 'done',
      type: 'end',
      name: 'Greeting',
      config: {
        output: '{{ steps.good_morning.output?.greeting ?? steps.good_day.output?.greeting }}',
      },
      position: { x: 1120, y: 80 },
    },
  ],
  edges: [
    { from: 'start', to: 'time_of_day' },
    { from: 'time_of_day', port: 'morning', to: 'good_morning' },
    { from: 'time_of_day', port: 'later', to: 'good_day' },
    { from: 'good_morning', to: 'pause' },
    { from: 'good_day', to: 'pause' },
    { from: 'pause', to: 'done' },
  ],
}
