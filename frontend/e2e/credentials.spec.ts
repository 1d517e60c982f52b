/** A secret goes in at a step's form, is used by a run, and never comes back. */

import type { Locator, Page } from '@playwright/test'
import { expectAccessible, expectAccessibleBySystem } from './accessible'
import { expect, test } from './app'
import { BuilderPage } from './builder-page'

const SECRET = 'c4n4ry-t0k3n-of-the-shop'
const SHOP = process.env.NORIA_E2E_SHOP ?? 'http://127.0.0.1:8410'

test('a credential made in a step is used, listed and audited, and its secret stays hidden', async ({
  app,
  api,
}) => {
  const name = `Shop ${Date.now()}`
  const answers: Promise<string>[] = []
  app.on('response', (answer) => {
    if (answer.url().includes('/api/v1/')) answers.push(answer.text().catch(() => ''))
  })
  const workflowId = await api.createWorkflow(name, {
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'call', type: 'http.request', config: { url: `${SHOP}/health` } },
    ],
    edges: [{ from: 'start', to: 'call' }],
  })

  const builder = new BuilderPage(app)
  await builder.open(workflowId)
  await builder.card('call').click()
  const choice = builder.inspector.getByRole('combobox', { name: 'Credential' })
  await choice.click()
  await app.getByRole('option', { name: 'New credential…' }).click()
  const dialog = app.getByRole('dialog', { name: 'New credential' })
  await dialog.getByRole('combobox', { name: 'Type' }).click()
  await app.getByRole('option', { name: 'Bearer token' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByLabel('Token', { exact: true }).fill(SECRET)
  await dialog.getByLabel('Allowed hosts').fill('127.0.0.1')
  await expectButtonsBelowForm(app, dialog)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(choice).toContainText(name)
  await expect
    .poll(async () => JSON.stringify(await api.get(`/api/v1/workflows/${workflowId}`)))
    .toContain(`"credential":"${name}"`)
  const runId = await api.runDraft(workflowId, {}, { wait: 20 })

  await app.goto('/settings/credentials')
  const row = app.getByRole('list', { name: 'Credentials' }).getByRole('listitem')
  await expect(row.filter({ hasText: name })).toContainText('used')
  await app.getByRole('button', { name: `Used by: ${name}` }).click()
  await expect(app.getByRole('dialog').getByRole('link', { name })).toBeVisible()
  await app.keyboard.press('Escape')
  await app.getByRole('button', { name: `Edit ${name}` }).click()
  await expect(app.getByRole('dialog')).toContainText('kept as it is')
  await expectAccessible(app)

  await app.goto('/settings/audit')
  await expect(app.getByRole('row').filter({ hasText: name }).first()).toContainText('credential')
  await expectAccessible(app)
  const told = [await app.content(), ...(await Promise.all(answers))]
  told.push(JSON.stringify(await api.get(`/api/v1/runs/${runId}/steps`)))
  expect(told.filter((text) => text.includes(SECRET))).toEqual([])
})

test('who comes back from a service without a right to is told so, in light and dark', async ({
  page,
}) => {
  await page.goto('/oauth2/callback?state=made-up&code=none')
  await expect(page.getByRole('heading', { name: 'Not connected' })).toBeVisible()
  await expectAccessibleBySystem(page)
})

/** On a screen that is too short for it, what is scrolled ends above the buttons. */
async function expectButtonsBelowForm(page: Page, dialog: Locator) {
  const size = page.viewportSize()
  await page.setViewportSize({ width: 1440, height: 420 })
  const isScrolled = (form: Element) => {
    const place = form.parentElement
    return place !== null && place.scrollHeight > place.clientHeight
  }
  await expect.poll(() => dialog.locator('form').evaluate(isScrolled)).toBe(true)
  const gap = await dialog.locator('form').evaluate((form) => {
    const footer = form.closest('[role="dialog"]')?.querySelector('footer')
    const below = footer?.getBoundingClientRect().top ?? 0
    return below - (form.parentElement?.getBoundingClientRect().bottom ?? 0)
  })
  expect(gap).toBeGreaterThanOrEqual(0)
  await expect(dialog.locator('footer').getByRole('button')).toHaveCount(2)
  if (size) await page.setViewportSize(size)
}
