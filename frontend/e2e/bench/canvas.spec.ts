/** The canvas with 1,000 steps: opening it, dragging in it, and a run that tells 50 events a frame. */
import type { Page } from '@playwright/test'
import type { ApiClient } from '../api-client'
import { expect, test } from '../app'
import { grid } from '../graphs'
import { clickToSight, cpuWatch, framesWhile, frameWords, median, tell } from './figures'

const NODES = 1_000
const EVENTS_A_FRAME = 50
const WATCHED_MS = 3_000
const CARD = '.react-flow__node'

const unique = (name: string) => `${name} ${Date.now()}`

test('the builder opens 1,000 steps, and they are dragged', async ({ alone: app, api }) => {
  const name = unique('Thousand')
  const workflowId = await api.createWorkflow(name, grid(NODES))
  const link = `a[href="/workflows/${workflowId}"]`
  const taken: number[] = []
  let cpuMs = 0
  for (let round = 0; round < 4; round += 1) {
    await app.goto(`/workflows?search=${encodeURIComponent(name)}`)
    await app.locator(link).first().waitFor()
    await app.waitForLoadState('networkidle')
    const cpu = await cpuWatch(app)
    taken.push(await clickToSight(app, link, CARD))
    cpuMs = await cpu()
  }
  // The first one loads the builder's code as well.
  const [first = 0, ...again] = taken
  tell(
    'builder opens 1,000 steps',
    `${Math.round(first)} ms with its code, ${median(again)} ms from the browser's cache, ${Math.round(cpuMs)} ms CPU of it`,
  )

  await expect(app.locator(CARD).first()).toBeVisible()
  tell('dragging among 1,000 steps, as opened', frameWords(await framesWhile(app, () => drag(app))))
  await app.getByRole('button', { name: 'Fit', exact: true }).click()
  await expect(app.locator(CARD).nth(NODES - 1)).toBeAttached()
  await app.waitForTimeout(500)
  tell('dragging with 1,000 steps in sight', frameWords(await framesWhile(app, () => drag(app))))
})

/** A card, round and round. */
async function drag(page: Page) {
  const card = page.locator(`${CARD}[data-id=s1]`)
  const box = await card.boundingBox()
  if (!box) throw new Error('The card is not on the screen.')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  const until = Date.now() + WATCHED_MS
  for (let step = 0; Date.now() < until; step += 1) {
    const angle = step / 12
    await page.mouse.move(x + 90 + 80 * Math.cos(angle), y + 90 + 80 * Math.sin(angle))
  }
  await page.mouse.up()
  await page.keyboard.press('ControlOrMeta+z')
}

test('50 events a frame reach 1,000 steps in sight', async ({ alone: app, api }) => {
  const runId = await waitingRun(api)
  const run = await api.get(`/api/v1/runs/${runId}`)
  await app.addInitScript(tellEvents, { run, runId, nodes: NODES, eventsAFrame: EVENTS_A_FRAME })
  await app.goto(`/runs/${runId}`)
  await app.getByRole('button', { name: 'Fit', exact: true }).click()
  await expect(app.locator(CARD).nth(NODES - 1)).toBeAttached()
  await app.waitForTimeout(1_000)
  await app.evaluate(() => dispatchEvent(new Event('tell-events')))
  const frames = await framesWhile(app, () => app.waitForTimeout(WATCHED_MS))
  const told: number = await app.evaluate(() => Reflect.get(window, 'told') as number)
  tell(
    '50 events a frame, 1,000 steps in sight',
    `${frameWords(frames)}, ${told.toLocaleString('en')} events`,
  )
  await api.post(`/api/v1/runs/${runId}/cancel`, {})
})

/** A run of 1,000 steps that stays where it is. */
async function waitingRun(api: ApiClient): Promise<string> {
  const graph = grid(NODES)
  const [start] = graph.nodes
  const lead = { ...start, id: 'lead', type: 'delay', name: 'Lead', config: { seconds: 600 } }
  const edges = graph.edges.map((edge) =>
    'from' in edge && edge.from === 'start' ? { ...edge, from: 'lead' } : edge,
  )
  const workflowId = await api.createWorkflow(unique('Thousand run'), {
    nodes: [...graph.nodes.slice(0, -1), lead],
    edges: [
      { from: 'start', to: 'lead' },
      ...edges.filter((edge) => 'to' in edge && edge.to !== `s${NODES - 2}`),
    ],
  })
  return api.runDraft(workflowId, {})
}

type Told = { run: unknown; runId: string; nodes: number; eventsAFrame: number }

/**
 * In the page: the stream of the run, at a pace that no worker here could keep. The page gets it as from
 * the server, through its own reader.
 */
function tellEvents({ run, runId, nodes, eventsAFrame }: Told) {
  const real = window.fetch
  const encoder = new TextEncoder()
  window.fetch = (asked, given) => {
    const url = asked instanceof Request ? asked.url : String(asked)
    if (!url.endsWith(`/runs/${runId}/events`)) return real(asked, given)
    return Promise.resolve(
      new Response(new ReadableStream({ start }), {
        headers: { 'content-type': 'text/event-stream' },
      }),
    )
  }
  function start(stream: ReadableStreamDefaultController) {
    let seq = 0
    const say = (event: object) => {
      seq += 1
      const data = JSON.stringify({ seq, run: null, step: null, ...event })
      stream.enqueue(encoder.encode(`id: ${seq}\ndata: ${data}\n\n`))
    }
    say({ kind: 'run', run })
    addEventListener('tell-events', () => requestAnimationFrame(frame), { once: true })
    let place = 0
    function frame() {
      for (let count = 0; count < eventsAFrame; count += 1) {
        const ended = Math.floor(place / (nodes - 2)) % 2 === 1
        say({ kind: 'step', step: step(`s${place % (nodes - 2)}`, ended) })
        place += 1
      }
      Reflect.set(window, 'told', place)
      requestAnimationFrame(frame)
    }
  }
  function step(node_id: string, ended: boolean) {
    const now = new Date().toISOString()
    return {
      node_id,
      iteration: '',
      attempt: 1,
      status: ended ? 'succeeded' : 'running',
      port: ended ? 'out' : null,
      error: null,
      input: null,
      output: ended ? { number: 1 } : null,
      started_at: now,
      finished_at: ended ? now : null,
    }
  }
}
