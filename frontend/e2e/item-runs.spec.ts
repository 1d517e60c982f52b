/** Items that are runs of their own, on the page of the run that their loop belongs to. */
import { expectAccessible } from './accessible'
import type { ApiClient } from './api-client'
import { expect, test, unique } from './app'
import { asksInItems, itemsOfItems, waitsInItems } from './graphs'
import { expectFitsPhone, PHONE } from './phone'

/** The second one has no price: it fails. */
const items = (count: number) =>
  Array.from({ length: count }, (_, index) => (index === 1 ? {} : { net: { value: index * 10 } }))

const itemOf = async (api: ApiClient, runId: string, iteration: string) => {
  const place = `parent_node_id=each__item&parent_iteration=${iteration}`
  const found = await api.get(`/api/v1/runs?parent_run_id=${runId}&${place}`)
  return found.items[0].id
}

test('the steps of the item that is picked are shown with the run', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Items inline'), waitsInItems(1))
  const runId = await api.runDraft(workflowId, { items: items(3) }, { wait: 30 })
  await app.goto(`/runs/${runId}`)
  // The item that failed is shown first.
  const price = app.locator('[data-step^="price@"]')
  await expect(price).toHaveAttribute('data-step', 'price@1')
  await expect(price).toHaveAttribute('data-status', 'failed')
  await expect(app.locator('[data-step="pause@1"]')).toHaveAttribute('data-status', 'succeeded')
  const card = app.locator('.react-flow__node[data-id=price]')
  await expect(card.locator('[data-status=failed]').first()).toBeVisible()
  await expectAccessible(app)

  await app.getByRole('button', { name: 'Iteration after, of Orders' }).click()
  await expect(app.locator('[data-step="price@2"]')).toHaveAttribute('data-status', 'succeeded')
  await expect(price).toHaveCount(1)
  await card.click()
  const step = app.getByRole('region', { name: 'Step Price' })
  await expect(step.getByRole('tree')).toContainText('20')
  await expect(app.locator('[data-step="price@2"]')).toHaveAttribute('aria-selected', 'true')
  await expectAccessible(app)

  const picker = app.getByRole('group', { name: 'Iteration of Orders' })
  await picker.getByRole('textbox').fill('0')
  await app.keyboard.press('Enter')
  await expect(step.getByRole('tree')).toContainText('net:0')
  await step.getByRole('link', { name: 'Item #0' }).click()
  await expect(app).toHaveURL(new RegExp(await itemOf(api, runId, '0')))
  await expect(app.locator('[data-step="price@0"]')).toHaveAttribute('aria-selected', 'true')
})

test('the error of the run leads to the step of the item that failed', async ({ app, api }) => {
  const graph = waitsInItems(0, {}, { on_item_error: 'stop' })
  const workflowId = await api.createWorkflow(unique('Failing item'), graph)
  const runId = await api.runDraft(workflowId, { items: items(3) }, { wait: 30 })
  await app.goto(`/runs/${runId}`)
  await app.getByRole('button', { name: 'Show the step' }).click()
  const step = app.getByRole('region', { name: 'Step Price' })
  await expect(step.getByRole('tab', { name: 'Error' })).toHaveAttribute('aria-selected', 'true')
  await expect(step).toContainText('price #1')
  await step.getByRole('tab', { name: 'Logs' }).click()
  await expect(step).toContainText('This step has logged nothing.')
})

test('an item is followed live, and a link to its step is enough', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Live item'), waitsInItems(4))
  const runId = await api.runDraft(workflowId, { items: items(3) })
  await app.goto(`/runs/${runId}?step=pause@2`)
  await expect(app.getByRole('region', { name: 'Step Pause' })).toContainText('Waiting')
  await expect(app.locator('[data-step="pause@2"]')).toHaveAttribute('data-status', 'waiting')
  await expect(app.locator('[data-step=price]')).toBeVisible()
  await expect(app.locator('[data-step="price@2"]')).toHaveAttribute('data-status', 'succeeded')
  await expect(app.getByRole('region', { name: 'Step Pause' })).toContainText('Succeeded')
})

test('acts on a step of an item go to the run of the item', async ({ app, api }) => {
  const graph = waitsInItems(0, { policy: { on_error: 'hold' } })
  const workflowId = await api.createWorkflow(unique('Held item'), graph)
  const runId = await api.runDraft(workflowId, { items: items(3) })
  await app.goto(`/runs/${runId}?step=price@1`)
  const hold = app.getByRole('region', { name: 'Hold of Price' })
  await expect(hold).toContainText('Waits for you')
  const hands = app.getByRole('region', { name: 'In your hands, in item #1' })
  await expect(hands).toContainText('Item #1: 1 step failed and waits for a person.')
  await expectAccessible(app)
  await hold.getByRole('button', { name: 'Skip…' }).click()
  await app.getByRole('dialog').getByRole('textbox').first().fill('{"net": 7}')
  await app.getByRole('dialog').getByRole('button', { name: 'Skip' }).click()

  await expect(app.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded')
  const acts = await api.get(`/api/v1/runs/${await itemOf(api, runId, '1')}/audit`)
  expect(acts.items.map(({ action }: { action: string }) => action)).toContain('run.skip_step')
})

test('an item stops at its own breakpoint, and is stepped through from here', async ({
  app,
  api,
}) => {
  const workflowId = await api.createWorkflow(unique('Parked item'), waitsInItems(3))
  const runId = await api.runDraft(workflowId, { items: items(1) })
  await app.goto(`/runs/${runId}?step=pause@0`)
  await app.locator('[data-step=price]').click()
  const step = app.getByRole('region', { name: 'Step Price' })
  await step.getByRole('button', { name: 'Pause before this step, in this iteration' }).click()
  await expect(step).toContainText('Ready to start')
  const hands = app.getByRole('region', { name: 'In your hands, in item #0' })
  await expect(hands).toContainText('Item #0: Paused. Ready to start')
  await expectAccessible(app)
  await step.getByRole('button', { name: 'Start this step' }).click()
  await expect(app.locator('[data-step="price@0"]')).toHaveAttribute('data-status', 'succeeded')
})

test('an approval that an item asks for is answered here, also on a phone', async ({
  app,
  api,
}) => {
  const workflowId = await api.createWorkflow(unique('Asking items'), asksInItems)
  const runId = await api.runDraft(workflowId, { items: items(2) })
  await app.setViewportSize(PHONE)
  await app.goto(`/runs/${runId}?step=ask@0`)
  await expect(app.getByRole('region', { name: 'Step Ask' })).toContainText('Waiting')
  await expectFitsPhone(app)
  for (const iteration of ['0', '1']) {
    await app.goto(`/runs/${runId}?step=ask@${iteration}`)
    const wait = app.getByRole('region', { name: 'What it waits for' })
    await wait.getByRole('button', { name: 'Answer…' }).click()
    await app.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await expect(app.locator(`[data-step="ask@${iteration}"]`)).toHaveAttribute(
      'data-status',
      'succeeded',
    )
  }
  await expect(app.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded')
})

test('a fork at a step of an item is a fork of the whole run', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Forked item'), waitsInItems(0))
  const runId = await api.runDraft(workflowId, { items: items(3) }, { wait: 30 })
  await app.goto(`/runs/${runId}?step=price@1`)
  const step = app.getByRole('region', { name: 'Step Price' })
  await step.getByRole('button', { name: 'Actions for this step' }).click()
  await app.getByRole('menuitem', { name: 'Fork here, in this iteration…' }).click()
  const dialog = app.getByRole('dialog', { name: 'Fork in one iteration' })
  await expect(dialog).toContainText('price #1')
  await dialog.getByRole('button', { name: 'Fork' }).click()

  await expect(app).not.toHaveURL(new RegExp(runId))
  await expect(app.locator('[data-step="price@1"]')).toHaveAttribute('data-status', 'failed')
  await app.locator('[data-step="pause@1"]').click()
  await expect(app.getByRole('region', { name: 'Step Pause' })).toContainText('Taken over from')
  // What was kept is shown, too: it is in the runs of items that the first run has.
  await app.getByRole('button', { name: 'Iteration after, of Orders' }).click()
  await app.locator('[data-step="price@2"]').click()
  await expect(step).toContainText('20')
  await expect(step).toContainText('Taken over from')
})

test('items of items are shown, too, and from the page of an item', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Nested items'), itemsOfItems)
  const runId = await api.runDraft(workflowId, { items: [[1, 2], [30]] }, { wait: 30 })
  await app.goto(`/runs/${runId}?step=line@0/1`)
  const step = app.getByRole('region', { name: 'Step Line' })
  await expect(step.getByRole('tree')).toContainText('number:2')
  await expect(app.getByRole('group', { name: 'Iteration of Lines' })).toContainText('of 0 to 1')
  await app.getByRole('button', { name: 'Iteration after, of Orders' }).click()
  await expect(step.getByRole('tree')).toContainText('number:30')
  await expectAccessible(app)

  await app.goto(`/runs/${await itemOf(api, runId, '0')}`)
  await app.locator('[data-step="line@0/1"]').click()
  await expect(step.getByRole('tree')).toContainText('number:2')
  await step.getByRole('link', { name: 'Item #0/1' }).click()
  await expect(app.getByText('Item of')).toBeVisible()
  await expect(step.getByRole('tree')).toContainText('number:2')
})
