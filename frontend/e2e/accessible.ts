/** No page has a serious fault of accessibility: axe-core, in light and in dark. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

export type Theme = 'light' | 'dark'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** What depends on the theme: the rest was looked at in the other one. */
const COLOURS = ['color-contrast', 'link-in-text-block']
const SETTLED_MS = 500

/** No serious or critical finding, in light and in dark. */
export async function expectAccessible(page: Page) {
  // Its source is large: once for each page that was loaded, not once for each look.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  // The theme that is there comes first: each change draws the whole page again.
  const isDark = await page.evaluate(() => document.documentElement.dataset.theme === 'dark')
  const themes: Theme[] = isDark ? ['dark', 'light'] : ['light', 'dark']
  for (const [index, theme] of themes.entries()) {
    await setTheme(page, theme)
    let grave = await graveFindings(page, index === 0 ? 'all' : 'colours')
    if (grave.length > 0) {
      // Something may have been on its way in or out: what is wrong is so for longer.
      await page.waitForTimeout(SETTLED_MS)
      grave = await graveFindings(page, index === 0 ? 'all' : 'colours')
    }
    expect(grave, `axe, ${theme}`).toEqual([])
  }
}

async function graveFindings(page: Page, what: 'all' | 'colours') {
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(what === 'colours' && { runOnly: COLOURS }),
  }
  return page.evaluate(async (given) => {
    const axe = Reflect.get(window, 'axe') as { run(given: unknown): Promise<AxeResults> }
    const { violations } = await axe.run(given)
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }))
  }, options)
}

/** The same of a page that is not the app's, and takes light or dark from the system. */
export async function expectAccessibleBySystem(page: Page) {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page)
  }
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
