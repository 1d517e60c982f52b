/**
 * How long an event takes from the step's end, by the worker's clock, to the screen: the row's new
 * status, in the next frame. `python -m benchmarks` has the baseline: the same to a bare reader of the stream.
 */
import { writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { Graph } from '../api-client'
import { expect, test } from '../app'

type Seen = { id: string; at: number }

const CHAIN_STEPS = 12

/** So many chains of waits of `seconds`, side by side: each wait tells two events. */
function waits(chains: number, seconds: number): Graph {
  const ids = Array.from({ length: chains }, (_, chain) =>
    Array.from({ length: CHAIN_STEPS }, (_, index) => `w${chain}_${index}`),
  )
  const nodes = ids.flatMap((chain, row) =>
    chain.map((id, column) => ({
      id,
      type: 'delay',
      name: id,
      config: { seconds },
      position: { x: 280 * (column + 1), y: row * 120 },
    })),
  )
  const start = { id: 'start', type: 'start', name: 'Start', config: {}, position: { x: 0, y: 0 } }
  // The page is open before the chains begin.
  const lead = { ...start, id: 'lead', type: 'delay', name: 'Lead', config: { seconds: 4 } }
  const edges = ids.flatMap((chain) =>
    chain.map((id, index) => ({ from: chain[index - 1] ?? 'lead', to: id })),
  )
  return { nodes: [start, lead, ...nodes], edges: [{ from: 'start', to: 'lead' }, ...edges] }
}

for (const { rate, chains, seconds } of [
  { rate: 10, chains: 2, seconds: 0.4 },
  { rate: 100, chains: 10, seconds: 0.2 },
]) {
  test(`${rate} events a second`, async ({ alone: app, api }) => {
    const workflowId = await api.createWorkflow(
      `Bench ${rate} ${Date.now()}`,
      waits(chains, seconds),
    )
    const runId = await api.runDraft(workflowId, {})
    await app.goto(`/runs/${runId}`)
    await watch(app)
    // Asked of the server: to look for words on the page again and again takes its time from it.
    const status = async () => (await api.get(`/api/v1/runs/${runId}`)).status
    await expect.poll(status, { timeout: 120_000, intervals: [1_000] }).toBe('succeeded')
    await app.waitForTimeout(1_000)
    const seen: Seen[] = await app.evaluate(() => Reflect.get(window, 'seen') as Seen[])
    const steps: { node_id: string; finished_at: string | null }[] = await api.get(
      `/api/v1/runs/${runId}/steps`,
    )
    const ended = new Map(steps.map((step) => [step.node_id, Date.parse(step.finished_at ?? '')]))
    const lags = seen
      // The steps before the chains end while the page is still loading.
      .filter(({ id }) => id.startsWith('w'))
      .map(({ id, at }) => at - (ended.get(id) ?? Number.NaN))
      .filter((lag) => Number.isFinite(lag))
      .sort((a, b) => a - b)
    const at = (share: number) => Math.round(lags[Math.floor(lags.length * share)] ?? Number.NaN)
    const line = `${rate} events/s: median ${at(0.5)} ms, p95 ${at(0.95)} ms, ${lags.length} ends of steps`
    process.stdout.write(`${line}\n`)
    writeFileSync(`test-results/live-${rate}.txt`, `${line}\n`)
    expect(lags.length).toBeGreaterThan(chains * (CHAIN_STEPS / 2))
  })
}

/** Follows the run with the timeline, and notes when each row in sight shows that its step has succeeded. */
async function watch(page: Page) {
  await page.evaluate(() => {
    const seen: { id: string; at: number }[] = []
    Reflect.set(window, 'seen', seen)
    const known = new Set<string>()
    const now = () => performance.timeOrigin + performance.now()
    const note = (isFirst: boolean) => {
      const rows = document.querySelectorAll('[data-step][data-status=succeeded]')
      const ids = [...rows].map((row) => row.getAttribute('data-step') ?? '')
      const fresh = ids.filter((id) => !known.has(id))
      for (const id of fresh) known.add(id)
      // What was there before has been waiting for the page, not the other way round.
      if (isFirst) return
      requestAnimationFrame(() => seen.push(...fresh.map((id) => ({ id, at: now() }))))
    }
    note(true)
    setInterval(() => {
      document
        .querySelector('[data-step][data-status=unreached]')
        ?.scrollIntoView({ block: 'center' })
    }, 100)
    new MutationObserver(() => note(false)).observe(document.body, {
      subtree: true,
      childList: true,
      attributeFilter: ['data-status'],
    })
  })
}
