import { expectAccessible } from './accessible'
import { expect, test } from './app'

const FAILING = {
  nodes: [
    { id: 'start', type: 'start' },
    { id: 'stop', type: 'fail', config: { message: 'No stock' } },
  ],
  edges: [{ from: 'start', to: 'stop' }],
}

test('a run that fails rings the bell, which leads to it', async ({ app, api }) => {
  const name = `Bell ${Date.now()}`
  const workflowId = await api.createWorkflow(name, FAILING)
  await api.publish(workflowId)
  const runId = await api.run(workflowId, {})
  const entry = app
    .getByRole('dialog')
    .getByRole('listitem')
    .filter({ hasText: `${name} failed` })
  // A worker tells of it a moment after the run's end.
  await expect(async () => {
    await app.goto('/settings/notifications')
    await app.getByRole('button', { name: /^Notifications/ }).click()
    await expect(entry).toContainText('No stock', { timeout: 5_000 })
  }).toPass({ timeout: 40_000 })
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
