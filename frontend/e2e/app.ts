/** What every end-to-end test begins with: a signed-in page that must not log errors. */
import {
  type Browser,
  test as base,
  type ConsoleMessage,
  expect,
  type Page,
} from '@playwright/test'
import { ApiClient } from './api-client'

export const EMAIL = process.env.NORIA_E2E_EMAIL ?? process.env.NORIA_OWNER_EMAIL ?? ''
export const PASSWORD = process.env.NORIA_E2E_PASSWORD ?? process.env.NORIA_OWNER_PASSWORD ?? ''

const WINDOW = { width: 1440, height: 900 }

type Fixtures = {
  /**
   * Signed in as the owner; the test fails if the page logs an error. One page for all tests, since to
   * sign in and to load the app from nothing costs more than most of them: each begins with a `goto`.
   */
  app: Page
  /** Signed in too, in a browser of its own that has seen nothing: for tests that end the session. */
  alone: Page
  /** A second person, with the same rights: shared like `app`. */
  other: Page
  /** The API, to prepare what a test looks at. */
  api: ApiClient
}

type Shared = { signedInApi: ApiClient; appPage: Page; otherPage: Page }

export const test = base.extend<Fixtures, Shared>({
  signedInApi: [
    async ({ playwright }, use, worker) => {
      const { baseURL } = worker.project.use
      const request = await playwright.request.newContext({ ...(baseURL && { baseURL }) })
      await use(new ApiClient(request, { email: EMAIL, password: PASSWORD }))
      await request.dispose()
    },
    { scope: 'worker' },
  ],
  appPage: [
    async ({ browser }, use, worker) => withPage(browser, worker.project.use.baseURL, use),
    { scope: 'worker' },
  ],
  otherPage: [
    async ({ browser }, use, worker) => withPage(browser, worker.project.use.baseURL, use),
    { scope: 'worker' },
  ],
  api: async ({ signedInApi }, use) => use(signedInApi),
  app: async ({ appPage, contextOptions }, use) => {
    await appPage.emulateMedia({ reducedMotion: contextOptions.reducedMotion ?? 'no-preference' })
    await withoutErrors(appPage, use)
    await asFound(appPage)
  },
  alone: async ({ page }, use) => {
    await signInByApi(page)
    await withoutErrors(page, use)
  },
  other: async ({ otherPage }, use) => {
    await use(otherPage)
    // Presence: who stays on a page is seen by the next test.
    await otherPage.goto('about:blank')
  },
})

export { expect }

async function withPage(
  browser: Browser,
  baseURL: string | undefined,
  use: (page: Page) => Promise<void>,
) {
  const context = await browser.newContext({
    ...(baseURL && { baseURL }),
    viewport: WINDOW,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  await signInByApi(page)
  await use(page)
  await context.close()
}

async function withoutErrors(page: Page, use: (page: Page) => Promise<void>) {
  const errors: string[] = []
  const failed = (error: Error) => errors.push(String(error))
  const logged = (message: ConsoleMessage) => {
    // The browser itself logs each refused request: of no session yet, of an act that does not
    // apply, of input that is not right, or of a server made busy.
    const isExpected =
      /status of (401|409|422|503)/.test(message.text()) ||
      // A gate that nobody has set up is not there.
      message.location().url.endsWith('/gate')
    if (message.type() === 'error' && !isExpected) errors.push(message.text())
  }
  page.on('pageerror', failed)
  page.on('console', logged)
  await use(page)
  page.off('pageerror', failed)
  page.off('console', logged)
  expect(errors, 'errors in the console').toEqual([])
}

/** What a test left behind must not matter to the next one. */
async function asFound(page: Page) {
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.setViewportSize(WINDOW)
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
}

/** A name that no other test has. */
export const unique = (name: string) => `${name} ${Date.now()}`

/** Signed in without the form, which has tests of its own: half a page less to load. */
export async function arrive(page: Page, path = '/workflows') {
  await signInByApi(page)
  await page.goto(path)
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
}

async function signInByApi(page: Page) {
  const data = { email: EMAIL, password: PASSWORD }
  const answer = await page.request.post('/api/v1/auth/sign-in', { data })
  expect(answer.status(), 'sign-in').toBe(200)
}

export async function signIn(page: Page, path = '/workflows') {
  await page.goto(path)
  await page.getByLabel('Email').fill(EMAIL)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
}
