/** A newcomer comes to a green run with what the pages offer, and nothing else. */
import { EMAIL, expect, PASSWORD, test } from './app'
import { BuilderPage } from './builder-page'

const MOST_CLICKS = 10
const MOST_MS = 5 * 60_000

test('onboarding: from the first page of a fresh workspace to a green run', async ({
  browser,
  api,
  baseURL,
}) => {
  const name = `Fresh ${Date.now()}`
  const { id: workspace } = await api.post('/api/v1/workspaces', { name })
  const context = await browser.newContext({ ...(baseURL && { baseURL }) })
  const page = await context.newPage()
  await page.addInitScript((id) => localStorage.setItem('noria.workspace', id), workspace)
  let clicks = 0
  const click = async (name: string, role: 'button' | 'link' = 'button') => {
    await page.getByRole(role, { name, exact: true }).first().click()
    clicks += 1
  }
  const began = Date.now()
  await page.goto('/')
  await page.getByLabel('Email').fill(EMAIL)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await click('Sign in')
  await expect(page.getByRole('button', { name: `Workspace: ${name}` })).toBeVisible()
  await expect(page.getByRole('region', { name: 'First steps' })).toBeVisible()
  await click('Choose a template', 'link')
  await click('Use A first workflow')
  const builder = new BuilderPage(page)
  await expect(page.getByRole('toolbar', { name: 'Canvas' })).toBeVisible()
  await click('Run')
  await page.getByRole('dialog', { name: 'Run' }).getByRole('button', { name: 'Run' }).click()
  clicks += 1
  await builder.ends('Succeeded')
  const took_ms = Date.now() - began
  const description = `${clicks} clicks, ${took_ms} ms without reading`
  test.info().annotations.push({ type: 'onboarding', description })

  await page.goto('/dashboard')
  await expect(page.getByRole('region', { name: 'First steps' })).toContainText('Done:')
  expect(clicks).toBeLessThanOrEqual(MOST_CLICKS)
  expect(took_ms).toBeLessThan(MOST_MS)
  await context.close()
})
