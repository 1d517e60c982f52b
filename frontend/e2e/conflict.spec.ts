/** Two people in one draft: they see each other, and what both changed is put together. */
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { BuilderPage } from './builder-page'
import { greeting } from './graphs'

const rename = async (page: Page, node: string, name: string) => {
  await page.locator(`[data-id="${node}"]`).click()
  await page.locator('#node-name').fill(name)
}

test('two drafts of the same workflow are put together step by step', async ({
  app,
  api,
  other,
}) => {
  const workflowId = await api.createWorkflow(`Conflict ${Date.now()}`, greeting(0))
  await app.goto(`/workflows/${workflowId}`)
  await expect(app.locator('[data-id="greet"]')).toBeVisible()
  await other.goto(`/workflows/${workflowId}`)
  await expect(app.getByRole('list', { name: 'Here too' })).toBeVisible()
  await expect(other.getByRole('list', { name: 'Here too' })).toBeVisible()
  await rename(other, 'greet', 'Theirs')
  await new BuilderPage(other).saved()
  await expect(app.locator('[data-id="greet"] [data-people]')).toBeVisible()

  await rename(app, 'greet', 'Mine')
  const dialog = app.getByRole('dialog', { name: 'Somebody else has saved this draft' })
  await expect(dialog).toBeVisible()
  await expectAccessible(app)
  await dialog.getByRole('radio', { name: 'Theirs' }).click()
  await dialog.getByRole('button', { name: 'Merge' }).click()
  await expect(dialog).toBeHidden()
  await expect(app.locator('[data-id="greet"]')).toContainText('Theirs')
})
