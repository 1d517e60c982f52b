/** What every end-to-end test begins with: a signed-in page that must not log errors. */
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { ApiClient } from './api-client'

export const EMAIL = process.env.NORIA_E2E_EMAIL ?? process.env.NORIA_OWNER_EMAIL ?? ''
export const PASSWORD = process.env.NORIA_E2E_PASSWORD ?? process.env.NORIA_OWNER_PASSWORD ?? ''

type Fixtures = {
  /** Signed in as the owner; the test fails if the page logs an error. */
  app: Page
  /** The API, to prepare what a test looks at. */
  api: ApiClient
}

export const test = base.extend<Fixtures, { signedInApi: ApiClient }>({
  signedInApi: [
    async ({ playwright }, use, worker) => {
      const { baseURL } = worker.project.use
      const request = await playwright.request.newContext({ ...(baseURL && { baseURL }) })
      await use(new ApiClient(request, { email: EMAIL, password: PASSWORD }))
      await request.dispose()
    },
    { scope: 'worker' },
  ],
  api: async ({ signedInApi }, use) => use(signedInApi),
  app: async ({ page }, use) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      // The browser itself logs each refused request: of no session yet, of an act that does not
      // apply, of input that is not right, or of a server made busy.
      const isExpected = /status of (401|409|422|503)/.test(message.text())
      if (message.type() === 'error' && !isExpected) errors.push(message.text())
    })
    await arrive(page)
    await use(page)
    expect(errors, 'errors in the console').toEqual([])
  },
})

export { expect }

/** Signed in without the form, which has tests of its own: half a page less to load. */
export async function arrive(page: Page, path = '/workflows') {
  const data = { email: EMAIL, password: PASSWORD }
  const answer = await page.request.post('/api/v1/auth/sign-in', { data })
  expect(answer.status(), 'sign-in').toBe(200)
  await page.goto(path)
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
}

export async function signIn(page: Page, path = '/workflows') {
  await page.goto(path)
  await page.getByLabel('Email').fill(EMAIL)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
}

export type Theme = 'light' | 'dark'

const COLOURS = ['color-contrast', 'link-in-text-block']

/** No serious or critical finding, in light and in dark. */
export async function expectAccessible(page: Page) {
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(page, theme)
    let grave = await graveFindings(page, theme)
    if (grave.length > 0) {
      // Something may have been on its way in or out: what is wrong is so for longer.
      await page.waitForTimeout(500)
      grave = await graveFindings(page, theme)
    }
    expect(grave, `axe, ${theme}`).toEqual([])
  }
}

async function graveFindings(page: Page, theme: Theme) {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  // The theme changes colours and nothing else: the rest was looked at in light.
  const { violations } = await (theme === 'dark' ? axe.withRules(COLOURS) : axe).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.target.join(' ')) }))
}

export async function setTheme(page: Page, theme: Theme) {
  await page.evaluate(async (name) => {
    document.documentElement.dataset.theme = name
    // Colours may move; axe must see where they end. What turns for ever is not waited for.
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
    const moving = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(moving.map(({ finished }) => finished))
  }, theme)
}
