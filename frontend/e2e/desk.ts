/** One signed-in page for all tests of a file: signing in for each costs more than most of them. */
import type { Page } from '@playwright/test'
import { arrive, test as base, expect, expectAccessible } from './app'

type Desk = { desk: Page }

export const test = base.extend<Desk, { shared: Page }>({
  shared: [
    async ({ browser }, use, worker) => {
      const { baseURL } = worker.project.use
      const context = await browser.newContext({
        ...(baseURL && { baseURL }),
        viewport: { width: 1440, height: 900 },
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      const page = await context.newPage()
      await arrive(page)
      await use(page)
      await context.close()
    },
    { scope: 'worker' },
  ],
  /** The shared page, which must not log errors while the test lasts. */
  desk: async ({ shared }, use) => {
    const errors: string[] = []
    const note = (error: Error) => errors.push(String(error))
    shared.on('pageerror', note)
    await use(shared)
    shared.off('pageerror', note)
    expect(errors, 'errors in the page').toEqual([])
  },
})

export { expect, expectAccessible }

export const unique = (name: string) => `${name} ${Date.now()}`
