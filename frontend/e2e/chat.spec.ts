/** Talking with a workflow: as a member, and without signing in. */
import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { expectFitsPhone, PHONE } from './phone'

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

test('a member talks with a workflow, also after the tab was closed, and on a phone', async ({
  app,
  api,
}) => {
  const workflowId = await api.createWorkflow(`Handbook ${Date.now()}`, GRAPH)
  await api.publish(workflowId)
  const title = `Ask ${Date.now()}`
  const path = `ask-${Date.now()}`
  await api.post(`/api/v1/workflows/${workflowId}/triggers`, {
    type: 'chat',
    name: title,
    config: { title, path, greeting: 'What is it **about**?', audience: 'public' },
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
  await visitor.close()
})
