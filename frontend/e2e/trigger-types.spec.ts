/** Every type of trigger has a form that says what it lacks, and is listed with what it waits for. */
import type { Locator, Page } from '@playwright/test'
import { expectAccessibleBySystem } from './accessible'
import { expect, test, unique } from './app'
import { greeting } from './graphs'
import { expectFitsPhone, PHONE } from './phone'

type Walk = {
  type: string
  /** What is told when it is added as it is; null: nothing is asked for. */
  lacks: string | null
  fill: (dialog: Locator, page: Page) => Promise<void>
  /** On its page. */
  shows: RegExp
}

const choose = async (page: Page, dialog: Locator, field: string, option: string | RegExp) => {
  await dialog.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: option }).click()
}

const walks = (credentials: { broker: string; mailbox: string }): Walk[] => [
  {
    type: 'Schedule',
    lacks: 'a cron line is missing',
    fill: async (dialog, page) => {
      await choose(page, dialog, 'Kind', 'cron')
      await dialog.getByLabel('Cron line').fill('30 7 * * 1-5')
      // When it fires is told while one writes.
      await expect(dialog.getByText(/07:30/)).toBeVisible()
      await expect(dialog.getByRole('list', { name: 'Next times' })).toBeVisible()
    },
    shows: /07:30/,
  },
  {
    type: 'Event',
    lacks: 'This field is required.',
    fill: async (dialog, page) => {
      await choose(page, dialog, 'Broker', credentials.broker)
      await dialog.getByLabel('Subject').fill('orders')
    },
    shows: /orders/,
  },
  {
    type: 'Form',
    lacks: 'This field is required.',
    fill: (dialog) => dialog.getByLabel('Title').fill('Order here'),
    shows: /Order here/,
  },
  {
    type: 'E-mail',
    lacks: 'This field is required.',
    fill: (dialog, page) => choose(page, dialog, 'Mailbox', credentials.mailbox),
    shows: /INBOX/,
  },
  {
    type: 'Poll',
    lacks: 'This field is required.',
    fill: async (dialog, page) => {
      await choose(page, dialog, 'What is asked', 'http')
      await dialog.getByLabel('URL').fill('https://shop.invalid/orders')
      await dialog.getByLabel('Key of an item').fill('item.id')
    },
    shows: /shop\.invalid/,
  },
  { type: 'Workflow', lacks: null, fill: async () => undefined, shows: /any other workflow/ },
]

test('each type of trigger says what it lacks, is added by its form, and listed', async ({
  app,
  api,
}) => {
  const [broker, mailbox, name] = [unique('broker'), unique('mailbox'), unique('All types')]
  await api.post('/api/v1/credentials', {
    name: broker,
    type: 'broker',
    fields: { url: 'nats://127.0.0.1:1' },
  })
  await api.post('/api/v1/credentials', {
    name: mailbox,
    type: 'imap',
    fields: { host: '127.0.0.1', username: 'ada', password: 'secret' },
  })
  const workflowId = await api.createWorkflow(name, greeting(0))
  await app.goto(`/triggers?workflow=${workflowId}`)
  for (const { type, lacks, fill, shows } of walks({ broker, mailbox })) {
    await app.getByRole('button', { name: 'Add trigger' }).click()
    const dialog = app.getByRole('dialog', { name: 'Add a trigger' })
    await choose(app, dialog, 'Type of trigger', type)
    await dialog.getByLabel('Name', { exact: true }).fill(`By ${type}`)
    const add = dialog.getByRole('button', { name: 'Add', exact: true })
    if (lacks) {
      await add.click()
      await expect(dialog.getByText(lacks).first()).toBeInViewport()
    }
    await fill(dialog, app)
    await add.click()
    await expect(app.getByRole('heading', { name: `By ${type}`, exact: true })).toBeVisible()
    await expect(app.getByText(shows).first()).toBeVisible()
    await app.getByRole('link', { name: 'Back to the triggers' }).click()
  }
  for (const { type } of walks({ broker, mailbox })) {
    await expect(app.getByRole('row', { name: `By ${type}` })).toContainText(type)
  }
  // Nothing goes on after the test.
  const { items } = await api.get(`/api/v1/triggers?workflow_id=${workflowId}`)
  for (const { id } of items) await api.post(`/api/v1/triggers/${id}/pause`, {})
})

test('a public form is filled in by somebody unknown, on a phone, and shows its result', async ({
  api,
  page,
}) => {
  const workflowId = await api.createWorkflow(unique('Greeted'), {
    nodes: [
      { id: 'start', type: 'start' },
      { id: 'done', type: 'end', config: { output: 'Hello, {{ trigger.data.who }}!' } },
    ],
    edges: [{ from: 'start', to: 'done' }],
  })
  await api.publish(workflowId)
  const form = await api.post(`/api/v1/workflows/${workflowId}/triggers`, {
    type: 'form',
    name: 'Hello',
    config: {
      title: 'Be greeted',
      audience: 'public',
      shows: 'output',
      fields: {
        type: 'object',
        properties: { who: { type: 'string', title: 'Your name', minLength: 2 } },
        required: ['who'],
      },
    },
  })

  await page.setViewportSize(PHONE)
  await page.goto(form.url)
  await expectAccessibleBySystem(page)
  await expectFitsPhone(page)
  await page.getByLabel('Your name').fill('A')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expectAccessibleBySystem(page)
  await page.getByLabel('Your name').fill('Ada')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText('Hello, Ada!')).toBeVisible({ timeout: 30_000 })
  await expectAccessibleBySystem(page)
  const { items } = await api.get(`/api/v1/runs?workflow_id=${workflowId}`)
  expect(items.map(({ trigger }: { trigger: string }) => trigger)).toEqual(['form'])
})
