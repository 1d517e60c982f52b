/** First loads without a cache, a large output, and the list of 100,000 runs. */
import type { Browser, Page } from '@playwright/test'
import type { Graph } from '../api-client'
import { expect, test } from '../app'
import { at, clickToSight, cpuWatch, framesWhile, frameWords, median, tell } from './figures'

const ROUNDS = 5
const MEGABYTE = 1_000_000
/** Of a hundred bytes each. */
const ROWS = 52_000
const SCROLLED_MS = 6_000

/** Gives out what it is given: with nothing beside its one list, that is a table. */
const nothing: Graph = {
  nodes: [{ id: 'start', type: 'start', name: 'Start', config: {}, position: { x: 0, y: 0 } }],
  edges: [],
}

test('first loads, with nothing in the cache', async ({ alone: app, browser }) => {
  // The session's cookie is good once, and each visit leaves the next one.
  let session = await app.context().storageState()
  for (const { path, seen, signedIn } of [
    { path: '/sign-in', seen: 'form', signedIn: false },
    { path: '/workflows', seen: 'main tbody tr', signedIn: true },
    { path: '/runs', seen: 'main tbody tr', signedIn: true },
  ]) {
    const taken: number[] = []
    const cpu: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const visit = await firstLoad(browser, path, seen, signedIn ? session : undefined)
      if (signedIn) session = visit.session
      taken.push(visit.ms)
      cpu.push(visit.cpuMs)
    }
    const slowest = `slowest of ${ROUNDS} ${at(taken, 1)} ms`
    tell(`first load of ${path}`, `${median(taken)} ms, ${slowest}, ${median(cpu)} ms CPU`)
  }
})

type Session = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>

/** Milliseconds from asking for the page to the frame in which it shows what it is about. */
async function firstLoad(
  browser: Browser,
  path: string,
  seen: string,
  session: Session | undefined,
): Promise<{ ms: number; cpuMs: number; session: Session }> {
  const context = await browser.newContext(session && { storageState: session })
  const page = await context.newPage()
  const cpu = await cpuWatch(page)
  await page.addInitScript((wanted) => {
    const look = () => {
      if (document.querySelector(wanted))
        requestAnimationFrame(() => Reflect.set(window, 'seenAt', performance.now()))
      else requestAnimationFrame(look)
    }
    look()
  }, seen)
  await page.goto(path)
  const seenAt = await page.waitForFunction(() => Reflect.get(window, 'seenAt') as number)
  const ms = await seenAt.jsonValue()
  const cpuMs = await cpu()
  const left = await context.storageState()
  await context.close()
  return { ms, cpuMs, session: left }
}

test('an output of 5 MB opens', async ({ alone: app, api }) => {
  const workflowId = await api.createWorkflow(`Large ${Date.now()}`, nothing)
  const orders = Array.from({ length: ROWS }, (_, id) => ({ id, text: 'x'.repeat(80) }))
  expect(JSON.stringify(orders).length).toBeGreaterThan(5 * MEGABYTE)
  const runId = await api.runDraft(workflowId, { orders }, { wait: 30 })
  await app.goto(`/runs/${runId}`)
  const row = app.locator('[data-step=start]')
  await expect(row).toBeVisible()
  await app.waitForLoadState('networkidle')
  let opened = 0
  const frames = await framesWhile(app, async () => {
    opened = await clickToSight(app, '[data-step=start]', 'main pre')
    await app.waitForTimeout(1_000)
  })
  tell('the preview of 5 MB', `${Math.round(opened)} ms, ${frameWords(frames)}`)
  // By their names to the mouse: a selector of CSS can't read what a button says.
  const views = [
    { name: 'tree', role: 'button', says: 'Open', seen: 'main [role=treeitem]' },
    { name: 'table', role: 'radio', says: 'Table', seen: 'main table [aria-rowindex]' },
    { name: 'JSON', role: 'radio', says: 'JSON', seen: 'main [aria-label$="as JSON"] .font-mono' },
  ] as const
  for (const { name, role, says, seen } of views) {
    await app
      .getByRole('main')
      .getByRole(role, { name: says, exact: true })
      .first()
      .evaluate((button) => button.setAttribute('data-bench', ''))
    const drawn = await framesWhile(app, async () => {
      opened = await clickToSight(app, '[data-bench]', seen)
      await app.waitForTimeout(1_000)
    })
    tell(`5 MB as ${name}`, `${Math.round(opened)} ms, ${frameWords(drawn)}`)
    for (const each of await app.locator('[data-bench]').all())
      await each.evaluate((button) => button.removeAttribute('data-bench'))
  }
})

test('100,000 runs are scrolled', async ({ alone: app }) => {
  await app.goto('/runs')
  await expect(app.getByRole('row').nth(5)).toBeVisible()
  const total = process.env.NORIA_BENCH_RUNS ?? 'few'
  const frames = await framesWhile(app, () => scroll(app))
  const rows: string | null = await app.getByRole('row').nth(3).getAttribute('aria-rowindex')
  tell(`a list of ${total} runs, scrolled`, `${frameWords(frames)}, down to row ${rows}`)
})

async function scroll(page: Page) {
  await page.mouse.move(700, 500)
  const until = Date.now() + SCROLLED_MS
  while (Date.now() < until) {
    await page.mouse.wheel(0, 600)
    await page.waitForTimeout(16)
  }
}
