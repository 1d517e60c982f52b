/** Two people in one draft: they see each other, and what both changed is put together. */
import type { Page } from '@playwright/test'
import { arrive, expect, expectAccessible, test } from './app'
import { greeting } from './graphs'

const rename = async (page: Page, node: string, name: string) => {
  await page.locator(`[data-id="${node}"]`).click()
  await page.locator('#node-name').fill(name)
}

test('two drafts of the same workflow are put together step by step', async ({
  app,
  api,
  browser,
}) => {
  const workflowId = await api.createWorkflow(`Conflict ${Date.now()}`, greeting(0))
  await app.goto(`/workflows/${workflowId}`)
  await expect(app.locator('[data-id="greet"]')).toBeVisible()
  const other = await (await browser.newContext()).newPage()
  await arrive(other, `/workflows/${workflowId}`)
  await expect(app.getByRole('list', { name: 'Here too' })).toBeVisible()
  await expect(other.getByRole('list', { name: 'Here too' })).toBeVisible()
  await rename(other, 'greet', 'Theirs')
  await expect(other.getByText('Saved', { exact: false }).first()).toBeVisible()
  await expect(app.locator('[data-id="greet"] [data-people]')).toBeVisible()
  await other.waitForTimeout(1_500)

  await rename(app, 'greet', 'Mine')
  const dialog = app.getByRole('dialog', { name: 'Somebody else has saved this draft' })
  await expect(dialog).toBeVisible()
  await expectAccessible(app)
  await dialog.getByRole('radio', { name: 'Theirs' }).click()
  await dialog.getByRole('button', { name: 'Merge' }).click()
  await expect(dialog).toBeHidden()
  await expect(app.locator('[data-id="greet"]')).toContainText('Theirs')
  await other.close()
})
