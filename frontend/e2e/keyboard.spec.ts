/** The newest pages without a pointer: what is reached by Tab, opened by Enter, and left by Escape. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './app'
import { tabTo } from './builder-page'
import { greeting } from './graphs'

/** In the list that is open: type its beginning, once the list takes keys, and take it. */
async function chooseByTyping(page: Page, typed: string, option: Locator) {
  await expect(page.locator('[role=option]:focus')).toHaveCount(1)
  await page.keyboard.type(typed)
  await expect(option).toBeFocused()
  await page.keyboard.press('Enter')
}

test('the bell is opened and left, and a rule is written, by keyboard', async ({ app }) => {
  const name = `By keys ${Date.now()}`
  await app.goto('/settings/notifications')
  const bell = app.getByRole('button', { name: /^Notifications/ })
  await bell.focus()
  await app.keyboard.press('Enter')
  await expect(app.getByRole('dialog', { name: 'Notifications' })).toBeVisible()
  await app.keyboard.press('Escape')
  await expect(bell).toBeFocused()

  await tabTo(app, app.getByRole('button', { name: 'New rule' }))
  await app.keyboard.press('Enter')
  const dialog = app.getByRole('dialog')
  await tabTo(app, dialog.getByLabel('Name'))
  await app.keyboard.type(name)
  await tabTo(app, dialog.getByRole('checkbox', { name: 'A run was cancelled' }))
  await app.keyboard.press('Space')
  await tabTo(app, dialog.getByRole('combobox', { name: 'Sent by' }))
  await app.keyboard.press('Enter')
  await chooseByTyping(app, 'Push', app.getByRole('option', { name: 'Push message' }))
  await tabTo(app, dialog.getByLabel('Topic'))
  await app.keyboard.type('noria-keys')
  await app.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(app.getByRole('listitem').filter({ hasText: name })).toBeVisible()
  await expect(app.getByRole('button', { name: 'New rule' })).toBeFocused()
})

test('a data set is made, and a template found and used, by keyboard', async ({ app, api }) => {
  const name = `Keys ${Date.now()}`
  await api.createWorkflow(name, greeting(0))
  await app.goto('/evaluations')
  await tabTo(app, app.getByRole('button', { name: 'New data set' }))
  await app.keyboard.press('Enter')
  const dialog = app.getByRole('dialog')
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await app.keyboard.type(name)
  await tabTo(app, dialog.getByRole('combobox', { name: 'Workflow' }))
  await app.keyboard.press('Enter')
  await chooseByTyping(app, name, app.getByRole('option', { name }))
  await tabTo(app, dialog.getByRole('button', { name: 'Create' }))
  await app.keyboard.press('Enter')
  await expect(app).toHaveURL(/\/evaluations\/[0-9a-f-]{36}/)
  await tabTo(app, app.getByRole('tablist'))
  const first = app.getByRole('tab').first()
  await expect(first).toBeFocused()
  await app.keyboard.press('ArrowRight')
  await expect(app.getByRole('tab').nth(1)).toHaveAttribute('aria-selected', 'true')

  await app.goto('/templates')
  await tabTo(app, app.getByRole('searchbox', { name: 'Search templates' }))
  await app.keyboard.type('first workflow')
  await tabTo(app, app.getByRole('button', { name: 'Use A first workflow' }))
  await app.keyboard.press('Enter')
  await expect(app).toHaveURL(/\/workflows\/[0-9a-f-]{36}/)
})
