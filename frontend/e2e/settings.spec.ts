import { expectAccessible } from './accessible'
import { expect, test } from './app'

test('a key is shown once, and revoked after a question', async ({ app }) => {
  const name = `Key ${Date.now()}`
  await app.goto('/settings/api-keys')
  await app.getByRole('button', { name: 'New key' }).first().click()
  await app.getByLabel('Name').fill(name)
  await app.getByRole('button', { name: 'Create' }).click()
  await expect(app.getByLabel('API key', { exact: true })).toContainText('noria_')
  await expectAccessible(app)
  await app.getByRole('button', { name: 'Done' }).click()

  const row = app.getByRole('main').getByRole('listitem').filter({ hasText: name })
  await row.getByRole('button', { name: 'Revoke' }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(row).toContainText('Revoked')
  await expectAccessible(app)
})

test('the theme stays after a reload', async ({ app }) => {
  await app.goto('/settings')
  await app.getByRole('radio', { name: 'Dark' }).click()
  await app.reload()

  await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark')
})
