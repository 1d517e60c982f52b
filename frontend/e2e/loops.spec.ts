/** Loops, events and sub-runs on the page of a run. */
import { expectAccessible } from './accessible'
import { expect, test, unique } from './app'
import { calls, greeting, loopOver, waitsFor } from './graphs'

const items = (count: number) =>
  Array.from({ length: count }, (_, index) => (index === 1 ? {} : { net: { value: index * 10 } }))

test('an iteration is picked, and the one that failed is found', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Loop'), loopOver({}))
  const runId = await api.runDraft(workflowId, { items: items(4) }, { wait: 30 })
  await app.goto(`/runs/${runId}`)
  const picker = app.getByRole('group', { name: 'Iteration of Orders' })
  // The one that failed is shown first.
  await expect(picker.getByRole('textbox')).toHaveValue('1')
  await expect(app.locator('[data-step="price@1"]')).toHaveAttribute('data-status', 'failed')
  await expect(app.locator('[data-step^="price@"]')).toHaveCount(1)
  await expectAccessible(app)

  await picker.getByRole('button', { name: 'Iteration after, of Orders' }).click()
  await app.locator('[data-step="price@2"]').click()
  await expect(app.getByRole('region', { name: 'Step Price' })).toContainText('20')
  await picker.getByRole('textbox').fill('3')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('region', { name: 'Step Price' })).toContainText('30')
  await picker.getByRole('button', { name: '1 failed one' }).click()
  await expect(app.locator('[data-step="price@1"]')).toBeVisible()
})

test('a run is forked at a step in one iteration, and the others are kept', async ({
  app,
  api,
}) => {
  const workflowId = await api.createWorkflow(unique('Loop'), loopOver({}))
  const runId = await api.runDraft(workflowId, { items: items(4) }, { wait: 30 })
  await app.goto(`/runs/${runId}?step=price@1`)
  const step = app.getByRole('region', { name: 'Step Price' })
  await step.getByRole('button', { name: 'Actions for this step' }).click()
  await app.getByRole('menuitem', { name: 'Fork here, in this iteration…' }).click()
  const dialog = app.getByRole('dialog', { name: 'Fork in one iteration' })
  await expect(dialog).toContainText('price #1')
  await expect(dialog).toContainText('In loops that run, 3 steps are kept.')
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Fork' }).click()

  await expect(app).not.toHaveURL(new RegExp(runId))
  await expect(app.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded')
  // It fails as before; the item beside it was taken over.
  await expect(app.locator('[data-step="price@1"]')).toHaveAttribute('data-status', 'failed')
  await app.getByRole('button', { name: 'Iteration after, of Orders' }).click()
  await app.locator('[data-step="price@2"]').click()
  await expect(step).toContainText('Taken over from')
})

test('a loop over many items shows how far it is', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Batches'), loopOver({ batch_size: 100 }))
  const runId = await api.runDraft(workflowId, { items: items(4_000) })
  await app.goto(`/runs/${runId}?step=each`)
  await expect(app.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded', {
    timeout: 45_000,
  })
  await expectAccessible(app)
})

test('the event that a step waits for is sent from its run', async ({ app, api }) => {
  const key = unique('order').replace(' ', '-')
  const workflowId = await api.createWorkflow(unique('Event'), waitsFor(key))
  const runId = await api.runDraft(workflowId, {})
  await app.goto(`/runs/${runId}?step=paid`)
  const wait = app.getByRole('region', { name: 'What it waits for' })
  await expect(wait).toContainText(key)
  await wait.getByRole('button', { name: 'Send it…' }).click()
  await app.getByRole('dialog').getByLabel('Payload').fill('{"amount": 12}')
  await expectAccessible(app)
  await app.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
  await expect(app.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded')
})

test('a step leads to its sub-run, and that back', async ({ app, api }) => {
  const called = await api.createWorkflow(unique('Called'), greeting(0))
  await api.publish(called)
  const workflowId = await api.createWorkflow(unique('Calling'), calls(called))
  const runId = await api.runDraft(workflowId, {}, { wait: 30 })
  await app.goto(`/runs/${runId}?step=sub`)
  await app.getByRole('list', { name: 'Sub-runs' }).getByRole('link').click()
  await expect(app.getByText('Sub-run of')).toBeVisible()
  await app.getByRole('link', { name: new RegExp(runId.slice(0, 13)) }).click()
  await expect(app).toHaveURL(new RegExp(runId))
})

test('items that are runs of their own lead to their pages, and those back', async ({
  app,
  api,
}) => {
  const workflowId = await api.createWorkflow(unique('Own runs'), loopOver({ own_runs: true }))
  const runId = await api.runDraft(workflowId, { items: items(3) }, { wait: 30 })
  await app.goto(`/runs/${runId}`)
  // The item that failed is shown first.
  const step = app.locator('[data-step="each__item@1"]')
  await expect(step).toHaveAttribute('data-status', 'failed')
  await expectAccessible(app)
  await step.click()
  await app.getByRole('list', { name: 'Sub-runs' }).getByRole('link', { name: 'Item #1' }).click()

  await expect(app.getByText('Item of')).toBeVisible()
  await expect(app.locator('[data-step="price@1"]')).toHaveAttribute('data-status', 'failed')
  await expect(app.locator('[data-step=done]')).toHaveCount(0)
  await expect(app.getByRole('button', { name: 'Retry' })).toHaveCount(0)
  await expectAccessible(app)
  const itemUrl = app.url()
  await app.locator('[data-step="price@1"]').click()
  await app.getByRole('button', { name: 'Actions for this step' }).click()
  await expect(app.getByRole('menuitem')).toHaveText(['Fork here, in this iteration…'])
  await app.getByRole('menuitem').click()
  await app.getByRole('dialog').getByRole('button', { name: 'Fork' }).click()
  await expect(app.getByText('Fork of')).toBeVisible()
  await expect(app.locator('[data-step="each__item@1"]')).toHaveAttribute('data-status', 'failed')
  await app.goto(itemUrl)
  await app.getByRole('link', { name: new RegExp(runId.slice(0, 13)) }).click()
  await app.getByRole('tab', { name: 'Related' }).click()
  const below = app.getByRole('region', { name: 'Runs that come from this one' })
  await expect(below.getByRole('link', { name: /Item #\d at each/ })).toHaveCount(3)
  await app.goto('/runs')
  await expect(app.getByRole('link', { name: /Own runs/ })).toHaveCount(2)
})
