/** Whom the workspace tells, and the limits of its workflows: made by hand. */
import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { greeting } from './graphs'

test('a rule and an alert rule are made', async ({ app, api }) => {
  const name = `Watched ${Date.now()}`
  await api.createWorkflow(name, greeting(0))
  await app.goto('/settings/notifications')
  // At once: what is still loading must not move the button away.
  await app.getByRole('button', { name: 'New rule' }).click()
  const dialog = app.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('checkbox', { name: 'A run was cancelled' }).click()
  await dialog.getByRole('combobox', { name: 'Sent by' }).click()
  await app.getByRole('option', { name: 'Push message' }).click()
  await dialog.getByLabel('Topic').fill('noria-tests')
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await expect(app.getByRole('listitem').filter({ hasText: name })).toContainText('Push message')

  await app.getByRole('button', { name: 'New alert rule' }).first().click()
  await dialog.getByRole('combobox', { name: 'Workflow' }).click()
  await app.getByRole('option', { name }).click()
  await dialog.getByLabel('Name').fill('Too many fail')
  await dialog.getByLabel('Limit, in percent of the runs').fill('15')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await expect(
    app.getByRole('listitem').filter({ hasText: `${name} · Failure rate` }),
  ).toContainText('limit 15')
})
