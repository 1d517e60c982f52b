import { expectAccessible } from './accessible'
import { expect, test } from './app'

const FAILING = {
  nodes: [
    { id: 'start', type: 'start' },
    { id: 'stop', type: 'fail', config: { message: 'No stock' } },
  ],
  edges: [{ from: 'start', to: 'stop' }],
}

test('a run that fails rings the bell of an open page, which leads to it', async ({ app, api }) => {
  const name = `Bell ${Date.now()}`
  const workflowId = await api.createWorkflow(name, FAILING)
  await api.publish(workflowId)
  await api.post('/api/v1/notifications/read', {})
  const socket = app.waitForEvent('websocket', (each) => each.url().endsWith('/domain-events'))
  await app.goto('/settings/notifications')
  const news = (await socket).waitForEvent('framereceived', {
    predicate: ({ payload }) => String(payload).includes('run.failed'),
    timeout: 40_000,
  })
  const runId = await api.run(workflowId, {})
  await news
  const entry = app
    .getByRole('dialog')
    .getByRole('listitem')
    .filter({ hasText: `${name} failed` })
  // Sooner than the page would ask by itself.
  await app.getByRole('button', { name: /^Notifications, \d+\+? new$/ }).click({ timeout: 15_000 })
  await expect(entry).toContainText('No stock')
  await expectAccessible(app)
  await entry.getByRole('link').click()

  await expect(app).toHaveURL(new RegExp(`/runs/${runId}`))
  await expect
    .poll(async () => {
      const { items } = await api.get('/api/v1/notifications')
      return items.find((each: { data: { run_id?: string } }) => each.data.run_id === runId)
    })
    .toMatchObject({ type: 'run.failed', read_at: expect.any(String) })
})
