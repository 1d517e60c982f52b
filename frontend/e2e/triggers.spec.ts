/** Triggers: added in the form of their type, tried with a captured message, paused, deleted. */
import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { greeting } from './graphs'

test('a webhook is added, captures a message, starts a test run, is paused, resumed, changed and deleted', async ({
  app,
  api,
}) => {
  const name = `Shop ${Date.now()}`
  const workflowId = await api.createWorkflow(name, greeting(0))
  await api.publish(workflowId)
  await app.goto(`/triggers?workflow=${workflowId}`)
  await expect(app.getByText('No trigger fits.')).toBeVisible()
  await app.keyboard.press('c')
  const dialog = app.getByRole('dialog', { name: 'Add a trigger' })
  await expectAccessible(app)
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByRole('combobox', { name: 'Who may send' }).click()
  await app.getByRole('option', { name: 'none' }).click()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()

  await expect(app.getByRole('heading', { name, exact: true })).toBeVisible()
  await expect(app.getByText('It has not fired yet.')).toBeVisible()
  await expectAccessible(app)
  const address = (await app.getByLabel('test address', { exact: true }).innerText()).trim()
  // What comes while one looks is there by itself: in the test, in the history and in the builder.
  await app.getByRole('button', { name: 'Test…' }).click()
  await expect(app.getByText('No message has come yet')).toBeVisible()
  expect((await app.request.post(address, { data: { name: 'Ada' } })).status()).toBe(202)
  await expect(app.getByRole('textbox', { name: 'Message' })).toHaveValue(/Ada/)
  await app.getByRole('button', { name: 'Run it' }).click()
  await expect(app).toHaveURL(/\/runs\/[0-9a-f-]{36}/)

  await app.goBack()
  const firings = app.getByRole('table', { name: 'Firings' })
  await expect(firings).toContainText('Started')
  const live = (await app.getByLabel('address', { exact: true }).innerText()).trim()
  const send = async (who: string) =>
    (await app.request.post(live, { data: { name: who } })).status()
  await app.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(app.getByText('It is paused and starts nothing.')).toBeVisible()
  expect(await send('Bob')).toBe(503)
  await app.getByRole('button', { name: 'Resume', exact: true }).click()
  await expect(app.getByText('It is paused and starts nothing.')).toBeHidden()
  expect(await send('Bob')).toBe(202)
  const { items } = await api.get(`/api/v1/runs?workflow_id=${workflowId}&trigger=webhook`)
  expect(items.filter(({ version }: { version: number | null }) => version === 1)).toHaveLength(1)

  await app.getByRole('button', { name: 'Change…' }).click()
  const change = app.getByRole('dialog', { name: `Change “${name}”` })
  await change.getByLabel('Name', { exact: true }).fill(`${name} anew`)
  await change.locator('summary', { hasText: 'From the message' }).press('Enter')
  await expect(change.locator('details[open]')).toHaveCount(1)
  await change
    .getByRole('textbox', { name: 'Only messages for which' })
    .fill('trigger.body.name == "Ada"')
  await change.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(change).toBeHidden()
  await expect(app.getByRole('heading', { name: `${name} anew`, exact: true })).toBeVisible()
  expect(await send('Bob')).toBe(202)
  await app.reload()
  await expect(firings.locator('[data-outcome=skipped]')).toHaveCount(1)
  await expect(firings.locator('[data-outcome=started]')).toHaveCount(2)
  await app
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Triggers' })
    .click()
  await expect(app.getByRole('link', { name: `${name} anew`, exact: true })).toBeVisible()
  await expectAccessible(app)
  await app.goBack()
  await app.getByRole('button', { name: 'Delete…' }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(app).toHaveURL(/\/triggers\?workflow=/)
})

test('the registry lists trigger types and node types with who uses them', async ({ app }) => {
  await app.goto('/node-types')
  const table = app.getByRole('table', { name: 'Node types' })
  await expect(table.getByRole('row', { name: /^Webhook webhook/ })).toBeVisible()
  await app.getByRole('searchbox', { name: 'Search node types' }).fill('http request')
  await expect(table.getByRole('row', { name: /http\.request/ })).toContainText('HTTP request')
  await expectAccessible(app)
})
