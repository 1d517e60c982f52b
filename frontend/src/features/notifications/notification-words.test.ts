/** What entries say, and where they lead. */
import { describe, expect, test } from 'vitest'
import { amount, headline, placeOf, subline } from './notification-words'

const RUN = {
  workflow: 'Order triage',
  workflow_id: 'w1',
  run_id: 'r1',
  error: { type: 'node_failed', message: 'No stock' },
}

describe('an entry', () => {
  test('says what failed and why, and leads to the run', () => {
    expect(headline('run.failed', RUN)).toBe('Order triage failed')
    expect(subline('run.failed', RUN)).toBe('No stock')
    expect(placeOf('run.failed', RUN)).toEqual({ to: '/runs/$runId', params: { runId: 'r1' } })
  })

  test('of an alert says how far beyond', () => {
    const alert = {
      workflow: 'Order triage',
      workflow_id: 'w1',
      name: 'Too slow',
      metric: 'duration',
      value: 192,
      threshold: 60,
    }

    expect(headline('alert.raised', alert)).toBe('An alert was raised: Too slow')
    expect(subline('alert.raised', alert)).toBe('Order triage: 3 min 12 s, limit 1 min')
    expect(placeOf('alert.raised', alert).to).toBe('/workflows/$workflowId')
  })

  test('of an approval tells a reminder from the first asking', () => {
    const asked = { workflow: 'Order triage', approval_id: 'a1', run_id: 'r1', title: 'Pay?' }

    expect(headline('approval.requested', asked)).toBe('Order triage asks: Pay?')
    expect(headline('approval.reminded', asked)).toBe('Order triage still asks: Pay?')
    expect(placeOf('approval.reminded', asked)).toEqual({ to: '/approvals' })
  })

  test('of a workflow that is gone, or of an event of tomorrow, still says something', () => {
    expect(headline('run.failed', { workflow: null })).toBe('A deleted workflow failed')
    expect(headline('moon.full', {})).toBe('moon.full: A deleted workflow')
    expect(subline('alert.raised', {})).toBe('')
    expect(placeOf('moon.full', {})).toEqual({ to: '/settings/notifications' })
  })
})

test('a failure rate is in percent', () => {
  expect(amount('failure_rate', 33.333)).toBe('33%')
})
