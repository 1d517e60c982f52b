/** Talking with a workflow: as a member, and without signing in. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Frame, Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, test, unique } from './app'
import { expectFitsPhone, PHONE } from './phone'

/** A site on an origin of its own, where this page stands. A real server: browsers keep made-up ones from this machine. */
async function siteWith(page: string) {
  const server = createServer((_, answer) =>
    answer.setHeader('content-type', 'text/html').end(page),
  )
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    /** The same as another site, which nobody has named. */
    stranger: `http://localhost:${port}`,
    close: () => server.close(),
  }
}

const GRAPH = {
  nodes: [
    { id: 'start', type: 'start' },
    {
      id: 'ask',
      type: 'llm.chat',
      config: {
        model: 'demo/demo',
        messages: '{{ trigger.earlier }}',
        prompt: '{{ trigger.text }}',
      },
    },
    { id: 'done', type: 'end', config: { output: '{{ steps.ask.output.text }}' } },
  ],
  edges: [
    { from: 'start', to: 'ask' },
    { from: 'ask', to: 'done' },
  ],
}

test('a member talks with a workflow, also after the tab was closed, on a phone, and on another site', async ({
  app,
  api,
  baseURL,
}) => {
  const workflowId = await api.createWorkflow(`Handbook ${Date.now()}`, GRAPH)
  await api.publish(workflowId)
  const title = `Ask ${Date.now()}`
  const path = `ask-${Date.now()}`
  const script = `<script src="${baseURL}/chat-widget.js" data-chat="${path}"></script>`
  const site = await siteWith(`<!doctype html><h1>A shop</h1>${script}`)
  await api.post(`/api/v1/workflows/${workflowId}/triggers`, {
    type: 'chat',
    name: title,
    config: {
      title,
      path,
      greeting: 'What is it **about**?',
      audience: 'public',
      origins: [site.origin],
    },
  })

  await app.goto('/chat')
  await expect(app.getByRole('link', { name: title })).toBeVisible()
  await expectAccessible(app)
  await app.getByRole('link', { name: title }).click()
  await expect(app.getByText('What is it about?')).toBeVisible()
  await app.getByLabel('Message').fill('[[say **Seven** days, <b>no</b> more.]]')
  await app.keyboard.press('Enter')
  const turn = app.getByRole('article', { name: 'Message and answer' })
  await expect(turn.getByText('Seven days, <b>no</b> more.', { exact: true })).toBeVisible({
    timeout: 20_000,
  })
  await expect(turn.locator('strong')).toHaveText('Seven')
  await turn.getByRole('button', { name: 'A bad answer' }).click()
  await turn.getByLabel('What was good or bad about it?').fill('Fourteen, I think')
  await turn.getByRole('button', { name: 'Send' }).click()
  await expect(turn.getByRole('button', { name: 'A bad answer' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expectAccessible(app)

  await app.setViewportSize(PHONE)
  await app.reload()
  await expect(turn.locator('strong')).toHaveText('Seven')
  await app.getByRole('textbox', { name: 'Message' }).fill('[[say From afar, too.]]')
  await app.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(turn.getByText('From afar, too.', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expectFitsPhone(app)
  await expectAccessible(app)

  const chatPath = new URL(app.url()).searchParams.get('with')
  await app.goto(`/chat?with=${chatPath}&feedback=true`)
  const rated = app.getByRole('list', { name: 'Feedback' }).getByRole('listitem')
  await expect(rated.locator('strong')).toHaveText('Seven')
  await expect(rated.getByText('Seven days, <b>no</b> more.', { exact: true })).toBeVisible()
  await expectAccessible(app)

  const visitor = await app.context().browser()?.newPage()
  if (!visitor) throw new Error('no browser')
  await visitor.goto(new URL(`/chats/${path}`, app.url()).href)
  await visitor.getByLabel('Message').fill('[[say Hello, stranger.]]')
  await visitor.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(visitor.getByText('Hello, stranger.', { exact: true })).toBeVisible({
    timeout: 20_000,
  })
  await expect(visitor.getByRole('link', { name: 'Show the run' })).toHaveCount(0)
  await expectAccessible(visitor)

  // On a site that is named it opens in a frame, by the button alone; elsewhere the browser refuses.
  await visitor.goto(site.origin)
  await visitor.keyboard.press('Tab')
  expect(visitor.frames()).toHaveLength(1)
  await visitor.keyboard.press('Enter')
  const framed = async () => {
    await expect.poll(() => visitor.frames().length).toBe(2)
    return visitor.frames()[1] as Frame
  }
  const frame = await framed()
  await frame.getByRole('textbox', { name: 'Message' }).fill('[[say Hello, shop.]]')
  await frame.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(frame.getByText('Hello, shop.', { exact: true })).toBeVisible({ timeout: 20_000 })
  const refused = visitor.waitForEvent('console', (message) =>
    /frame-ancestors/.test(message.text()),
  )
  await visitor.goto(site.stranger)
  await visitor.keyboard.press('Tab')
  await visitor.keyboard.press('Enter')
  await refused
  await expect((await framed()).getByRole('textbox', { name: 'Message' })).toHaveCount(0)
  await visitor.close()
  site.close()
})

/** A person looks at what the model says before it is the answer. */
const careful = (title: string) => ({
  nodes: [
    ...GRAPH.nodes.slice(0, 2),
    { id: 'look', type: 'approval', config: { title } },
    { id: 'done', type: 'end', config: { output: '{{ steps.ask.output.text }}' } },
    { id: 'no', type: 'end', config: { output: 'Nothing to say.' } },
  ],
  edges: [
    { from: 'start', to: 'ask' },
    { from: 'ask', to: 'look' },
    { from: 'look', port: 'approved', to: 'done' },
    { from: 'look', port: 'rejected', to: 'no' },
  ],
})

test('an answer is read before its end, in a second tab too, approved where it is asked, and kept', async ({
  app,
  api,
}) => {
  const title = unique('Careful')
  const workflowId = await api.createWorkflow(title, careful(title))
  await api.publish(workflowId)
  const chat = await api.post(`/api/v1/workflows/${workflowId}/triggers`, {
    type: 'chat',
    name: title,
    config: { title },
  })
  await app.goto(`/chat?with=${chat.id}`)
  await app.getByLabel('Files to send').setInputFiles({
    name: 'order.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Seven cups'),
  })
  await expect(app.getByRole('list', { name: 'Files' })).toContainText('order.txt')
  await app.getByLabel('Message', { exact: true }).fill('[[say They come on Monday.]]')
  await app.keyboard.press('Enter')

  const answerIn = (page: Page) => ({
    turn: page.getByRole('article', { name: 'Message and answer' }),
    open: page
      .locator('article [aria-busy=true]')
      .getByText('They come on Monday.', { exact: true }),
    ended: page
      .locator('article [aria-busy=false]')
      .getByText('They come on Monday.', { exact: true }),
    question: page.getByRole('region', { name: title }),
  })
  const here = answerIn(app)
  await expect(here.open).toBeVisible({ timeout: 20_000 })
  await expect(here.turn.getByRole('list', { name: 'Files' })).toContainText('order.txt')
  await expect(here.question).toBeVisible({ timeout: 20_000 })
  await expect(app.getByLabel('Message', { exact: true })).toHaveAttribute(
    'placeholder',
    'The answer comes first.',
  )
  await expectAccessible(app)

  const beside = await app.context().newPage()
  await beside.goto(app.url())
  const there = answerIn(beside)
  await expect(there.open).toBeVisible({ timeout: 20_000 })
  await there.question.getByRole('button', { name: 'Approve' }).click()
  await expect(there.ended).toBeVisible({ timeout: 20_000 })
  await expect(here.ended).toBeVisible({ timeout: 20_000 })
  await beside.close()
  const { items } = await api.get(`/api/v1/runs?workflow_id=${workflowId}`)
  const { input } = await api.get(`/api/v1/runs/${items[0].id}`)
  expect(input.files).toEqual([expect.objectContaining({ name: 'order.txt', size: 10 })])

  // Another one is begun; the first is still in the list after a reload.
  await app.getByRole('button', { name: 'New conversation' }).click()
  await expect(here.turn).toHaveCount(0)
  await app.reload()
  await app.getByRole('list', { name: 'Conversations' }).getByRole('button').click()
  await expect(here.ended).toBeVisible()
  await expect(here.turn.getByRole('list', { name: 'Files' })).toContainText('order.txt')
})
