/** Sharing a workflow with some members only, and back; a key that is rotated. */
import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { greeting } from './graphs'

test('a workflow is shared with a named member, marked, and given back to all', async ({
  app,
  api,
}) => {
  const name = `Payroll ${Date.now()}`
  await api.createWorkflow(name, greeting(0))
  await app.goto('/workflows')
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

test('who may only look sees a run and can’t change it; a level more lets it be cancelled', async ({
  api,
  browser,
}) => {
  const email = `looker-${Date.now()}@noria.example`
  const workflowId = await api.createWorkflow(`Looked at ${Date.now()}`, greeting(600))
  const runId = await api.runDraft(workflowId, { name: 'Ada' })
  const { token } = await api.post('/api/v1/invitations', { email, role: 'editor' })
  const page = await browser.newPage()
  await page.goto(`/join#${token}`)
  await page.getByLabel('Your name').fill('A reader')
  await page.getByLabel('Choose a password').fill('a password of a reader')
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  const { items } = await api.get('/api/v1/members')
  const { account_id } = items.find((each: { email: string }) => each.email === email)
  const share = (level: string) =>
    api.put(`/api/v1/workflows/${workflowId}/sharing`, {
      restricted: true,
      shares: [{ account_id, level }],
    })

  await share('view')
  await page.goto(`/runs/${runId}?step=pause`)
  const cancel = page.getByRole('button', { name: 'Cancel', exact: true })
  await expect(cancel).toBeDisabled()
  await expect(cancel).toHaveAttribute('title', 'It is not shared with you for this.')
  await page.keyboard.press('Shift+C')
  await expect(page.getByRole('button', { name: 'Cancel the run' })).toHaveCount(0)
  await page.goto(`/workflows/${workflowId}`)
  await expect(page.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled()
  await expect(page.getByText('to look at')).toBeVisible()
  await page.locator('.react-flow__node[data-id=greet]').click()
  await page.keyboard.press('Delete')
  await expect(page.locator('.react-flow__node')).toHaveCount(4)

  await share('run')
  await page.goto(`/runs/${runId}`)
  await cancel.click()
  await page.getByRole('button', { name: 'Cancel the run' }).click()
  await expect(page.locator('[data-status=cancelled]').first()).toBeVisible()
  await page.close()
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
