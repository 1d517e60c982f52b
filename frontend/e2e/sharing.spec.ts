/** Sharing a workflow with some members only, and back; a key that is rotated. */
import { expect, expectAccessible, test } from './app'
import { greeting } from './graphs'

test('a workflow is shared with a named member, marked, and given back to all', async ({
  app,
  api,
}) => {
  const name = `Payroll ${Date.now()}`
  await api.createWorkflow(name, greeting(0))
  await app.getByRole('searchbox', { name: 'Search workflows' }).fill(name)
  await app.getByRole('button', { name: `Actions for ${name}` }).click()
  await app.getByRole('menuitem', { name: 'Share…' }).click()
  const dialog = app.getByRole('dialog', { name: `Share “${name}”` })
  await expect(dialog.getByText('Everybody in the workspace sees it')).toBeVisible()
  await dialog.getByRole('radio', { name: 'Named members' }).click()
  await expect(dialog.getByText('Sees everything').first()).toBeVisible()
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Save' }).click()

  const row = app.getByRole('row').filter({ hasText: name })
  await expect(row.getByRole('img', { name: 'Shared with some members only' })).toBeVisible()
  await app.getByRole('button', { name: 'Undo' }).click()
  await expect(row.getByRole('img', { name: 'Shared with some members only' })).toHaveCount(0)
})

test('a key is rotated, and the page of members says what roles may do', async ({ app, api }) => {
  const name = `Rotated ${Date.now()}`
  await api.post('/api/v1/api-keys', { name })
  await app.goto('/settings/api-keys')
  const row = app.getByRole('main').getByRole('listitem').filter({ hasText: name })
  await row.getByRole('button', { name: 'Rotate' }).click()
  await app.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click()
  await expect(app.getByLabel('API key', { exact: true })).toContainText('noria_')
  await app.getByRole('button', { name: 'Done' }).click()
  await expect(row).toHaveCount(2)

  await app.goto('/settings/members')
  await expect(app.getByRole('table', { name: 'What each role may do' })).toContainText('manage')
  await expectAccessible(app)
})
