/** One picture of each page, in light and in dark. Not a test: `make screenshots` runs it. */
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { setTheme } from '../accessible'
import { arrive, expect, test } from '../app'
import { PLACES, type Place } from './places'
import { makeSample } from './sample'

const FOLDER =
  process.env.NORIA_SCREENS_DIR ??
  fileURLToPath(new URL('../../../docs/images/screens', import.meta.url))
const ONLY = process.env.NORIA_SCREENS?.split(',')
const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }

test('the pictures of all pages', async ({ browser, api }) => {
  await mkdir(FOLDER, { recursive: true })
  const sample = await makeSample(api)
  const context = await browser.newContext()
  const page = await context.newPage()
  await arrive(page)
  for (const place of PLACES.filter(({ name }) => !ONLY || ONLY.includes(name))) {
    const shown = place.signedOut ? await (await browser.newContext()).newPage() : page
    await show(shown, place, place.path(sample))
    if (place.foreign) await take(shown, `${FOLDER}/${place.name}.webp`)
    else await takeAll(shown, place)
    if (place.signedOut) await shown.context().close()
  }
  await context.close()
})

async function takeAll(page: Page, { name, plain, german }: Place) {
  for (const theme of german ? (['light'] as const) : (['light', 'dark'] as const)) {
    await (plain ? page.emulateMedia({ colorScheme: theme }) : setTheme(page, theme))
    await settled(page)
    await take(page, `${FOLDER}/${name}-${theme}.webp`)
  }
}

async function show(page: Page, { act, narrow, german, foreign }: Place, path: string) {
  await page.setViewportSize(narrow ? NARROW : WIDE)
  if (german) await page.evaluate(() => localStorage.setItem('noria.language', 'de'))
  await page.goto(path)
  // English again for the next.
  if (german) await page.evaluate(() => localStorage.setItem('noria.language', 'en'))
  if (!foreign) await page.locator('main, form').first().waitFor()
  // Live pages never fall silent: a fixed moment instead of an idle network.
  await page.waitForTimeout(1_500)
  await loaded(page)
  await act?.(page)
  await page.waitForTimeout(700)
  await loaded(page)
}

/** What is still loading says so as a status; a machine with much else to do takes longer than a moment. */
async function loaded(page: Page) {
  const rows = page.getByRole('status', { name: /^(Loading|Searching)/ })
  const opening = page.getByRole('status').filter({ hasText: /^Opening/ })
  await expect(rows.or(opening)).toHaveCount(0, { timeout: 20_000 })
}

/** Until the colours have come to rest, which on a machine with much else to do takes longer than they say. */
async function settled(page: Page) {
  await page.evaluate(async () => {
    const moving = document
      .getAnimations()
      .filter((each) => each.playState === 'running' && each instanceof CSSTransition)
    await Promise.allSettled(moving.map((each) => each.finished))
  })
}

/** Playwright itself writes no WebP; Chromium does, a quarter of the size. */
async function take(page: Page, path: string) {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 75 })
  await writeFile(path, Buffer.from(data, 'base64'))
  await session.detach()
}
