/** What runs ask people: answered in the app, and by a link without signing in. */
import { expectAccessible, expectAccessibleBySystem } from './accessible'
import { EMAIL, expect, test, unique } from './app'
import { BuilderPage } from './builder-page'
import { asks } from './graphs'
import { expectFitsPhone, PHONE } from './phone'

test('an approval is counted, answered with its form, and the run goes on', async ({
  app,
  api,
}) => {
  const title = unique('Refund')
  const workflowId = await api.createWorkflow(title, asks(title))
  const runId = await api.runDraft(workflowId, {})
  await app.goto('/approvals')
  await expect(app.getByRole('link', { name: /^Approvals, \d+\+? for you$/ })).toBeVisible()
  await expectAccessible(app)

  await app.getByRole('button', { name: title }).click()
  const dialog = app.getByRole('dialog', { name: title })
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await expect(dialog.getByText('This field is required.')).toBeVisible()
  await dialog.getByLabel('Amount').fill('500')
  await dialog.getByRole('button', { name: 'Approve' }).click()
  // The server checks by the form's schema, and its word stands at the field.
  await expect(dialog.getByText(/100/)).toBeVisible()
  await dialog.getByLabel('Amount').fill('42')
  await dialog.getByLabel('Comment').fill('Fine with me')
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await expect(dialog).toBeHidden()

  await app.goto(`/runs/${runId}?step=ask`)
  await expect(app.locator('[data-step=yes]')).toHaveAttribute('data-status', 'succeeded')
  const wait = app.getByRole('region', { name: 'What it waits for' })
  await expect(wait).toContainText('Approved')
  await wait.getByRole('button', { name: 'Show…' }).click()
  await expect(app.getByRole('dialog')).toContainText('Fine with me')
  await expectAccessible(app)
})

test('an approval is rejected from the page of its run', async ({ app, api }) => {
  const title = unique('Reject')
  const workflowId = await api.createWorkflow(title, asks(title))
  const runId = await api.runDraft(workflowId, {})
  await app.goto(`/runs/${runId}?step=ask`)
  await app.getByRole('button', { name: 'Answer…' }).click()
  await app.getByRole('dialog').getByRole('button', { name: 'Reject' }).click()
  await expect(app.locator('[data-step=no]')).toHaveAttribute('data-status', 'succeeded')
})

test('an approval is opened, filled in, commented and answered on a phone', async ({
  app,
  api,
}) => {
  const title = unique('Pocket')
  const workflowId = await api.createWorkflow(title, asks(title))
  const runId = await api.runDraft(workflowId, {})
  await app.setViewportSize(PHONE)
  await app.goto('/approvals')
  await expectFitsPhone(app)
  await app.getByRole('button', { name: title }).click()
  const dialog = app.getByRole('dialog', { name: title })
  await dialog.getByLabel('Amount').fill('42')
  await dialog.getByLabel('Comment').fill('From the train')
  await expectFitsPhone(app)
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await expect(dialog).toBeHidden()
  await app.goto(`/runs/${runId}?step=ask`)
  await expect(app.getByRole('region', { name: 'What it waits for' })).toContainText('Approved')
  await expectFitsPhone(app)
})

test('an approval is answered in the builder, with its run on the canvas', async ({ app, api }) => {
  const title = unique('Here')
  const workflowId = await api.createWorkflow(title, asks(title))
  const runId = await api.runDraft(workflowId, {})
  const builder = new BuilderPage(app)
  await app.goto(`/workflows/${workflowId}?run=${runId}`)
  await builder.card('ask').click()
  const wait = builder.inspector.getByRole('region', { name: 'What it waits for' })
  await wait.getByRole('button', { name: 'Answer…' }).click()
  await app.getByRole('dialog').getByLabel('Amount').fill('42')
  await app.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await expect(builder.cardWith('yes', 'succeeded')).toBeVisible()
  await expect(wait).toContainText('Approved')
})

test('a link answers without signing in, once', async ({ app, api, browser }) => {
  const title = unique('Linked')
  const workflowId = await api.createWorkflow(title, asks(title))
  const runId = await api.runDraft(workflowId, {})
  await app.goto('/approvals')
  await app.getByRole('button', { name: title }).click()
  await app.getByRole('button', { name: 'Answer by link…' }).click()
  await app.getByLabel('Who answers with it').fill(EMAIL)
  await app.getByRole('button', { name: 'Make the link' }).click()
  const url = await app.getByLabel('link', { exact: true }).innerText()

  const elsewhere = await browser.newContext()
  const stranger = await elsewhere.newPage()
  await stranger.goto(url.trim())
  await expect(stranger.getByRole('heading', { name: title })).toBeVisible()
  await expectAccessibleBySystem(stranger)
  await stranger.getByLabel('Amount').fill('7')
  await stranger.getByRole('button', { name: 'Approve' }).click()
  await expect(stranger.getByText('Approved')).toBeVisible()
  await expectAccessibleBySystem(stranger)
  await elsewhere.close()

  await app.goto(`/runs/${runId}`)
  await expect(app.locator('[data-step=yes]')).toHaveAttribute('data-status', 'succeeded')
})
