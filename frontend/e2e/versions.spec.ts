/** Versions: named, compared, restored. */
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { greeting } from './graphs'

const rename = async (page: Page, node: string, name: string) => {
  await page.locator(`[data-id="${node}"]`).click()
  await page.locator('#node-name').fill(name)
}

test('38: versions are named, compared and restored', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(`Versions ${Date.now()}`, greeting(0))
  await api.publish(workflowId)
  await app.goto(`/workflows/${workflowId}`)
  await rename(app, 'greet', 'Greet warmly')
  await app.getByRole('button', { name: 'Publish', exact: true }).click()
  const publishing = app.getByRole('dialog')
  await expect(publishing.getByText('Greet warmly', { exact: true })).toBeVisible()
  await publishing.getByLabel('Name of the version').fill('Warmer')
  await expectAccessible(app)
  await publishing.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(publishing).toBeHidden()

  await app.keyboard.press('Control+Shift+H')
  const dialog = app.getByRole('dialog', { name: 'Versions' })
  await expect(dialog.getByRole('button', { name: /Warmer/ })).toBeVisible()
  await dialog.getByRole('button', { name: /Version 1/ }).click()
  const fields = dialog.getByRole('list', { name: 'Fields that differ' })
  await expect(fields).toContainText('Greet warmly')
  // Nothing else differs, and the picture marks that one step.
  await expect(fields.getByRole('listitem')).toHaveCount(1)
  await expect(dialog.locator('[data-mark]')).toHaveCount(1)
  await expect(dialog.locator('[data-mark="changed"]')).toBeVisible()
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Restore as draft' }).click()
  await expect(app.getByText('Greet warmly')).toBeHidden()
  await app.getByRole('button', { name: 'Undo' }).first().click()
  await expect(app.getByText('Greet warmly').first()).toBeVisible()

  // What was there before the first change is kept too.
  await app.keyboard.press('Control+Shift+H')
  await dialog.getByRole('radio', { name: 'Earlier drafts' }).click()
  const earlier = dialog.getByRole('list', { name: 'Earlier drafts' })
  await expect(earlier.getByRole('listitem')).toHaveCount(1)
  await expect(fields).toContainText('Greet warmly')
  await dialog.getByRole('button', { name: 'Restore as draft' }).click()
  await expect(app.getByText('Greet warmly')).toBeHidden()
})
