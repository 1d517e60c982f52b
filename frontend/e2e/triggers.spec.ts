/** Triggers: added in the form of their type, tried with a captured message, paused, deleted. */
import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { greeting } from './graphs'

test('a webhook is added, captures a message, starts a test run and is deleted', async ({
  app,
  api,
}) => {
  const name = `Shop ${Date.now()}`
  const workflowId = await api.createWorkflow(name, greeting(0))
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
  await expect(app.getByRole('table', { name: 'Firings' })).toContainText('Started')
  await app
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Triggers' })
    .click()
  await expect(app.getByRole('link', { name, exact: true })).toBeVisible()
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
