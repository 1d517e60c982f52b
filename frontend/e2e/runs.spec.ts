import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { greeting, missingValue } from './graphs'
import { expectFitsPhone, PHONE } from './phone'

test('a run is watched as it happens', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(`Watched ${Date.now()}`, greeting(4))
  const runId = await api.runDraft(workflowId, { name: 'Ada' })
  await app.goto(`/runs/${runId}`)
  const steps = app.getByRole('listbox', { name: 'Steps of the run' })

  await expect(steps.locator('[data-step=pause]')).toHaveAttribute('data-status', 'waiting')
  await expect(steps.locator('[data-step=done]')).toHaveAttribute('data-status', 'unreached')

  await steps.locator('[data-step=greet]').click()
  await expect(app.getByRole('treeitem', { name: 'Hello, Ada!' })).toBeVisible()

  await expect(steps.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded')
  await expect(app.getByRole('main').locator('header').first()).toContainText('Succeeded')
  await expect(app.getByRole('region', { name: 'Graph' })).toContainText('Greet')
  await expectAccessible(app)
})

test('a failed run says what happened and what to do', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(`Failing ${Date.now()}`, missingValue)
  const runId = await api.runDraft(workflowId, {}, { wait: 20 })
  await app.goto(`/runs/${runId}`)
  await app.getByRole('button', { name: 'Show the step' }).click()

  const step = app.getByRole('region', { name: 'Step Work out totals' })
  await expect(step).toContainText('trigger.items.total is missing')
  await expect(step).toContainText('Correct the expression')
  await expect(app).toHaveURL(/step=calc/)
  await expectAccessible(app)
})

test('on a phone a step’s error and output are read, and a run is cancelled', async ({
  app,
  api,
}) => {
  await app.setViewportSize(PHONE)
  const failing = await api.createWorkflow(`Failing ${Date.now()}`, missingValue)
  const failed = await api.runDraft(failing, { items: 7 }, { wait: 20 })
  const waiting = await api.createWorkflow(`Waiting ${Date.now()}`, greeting(600))
  const runId = await api.runDraft(waiting, { name: 'Ada' })

  await app.goto(`/runs?workflow=${failing}`)
  await expectFitsPhone(app)
  await app.getByRole('link', { name: /Failing/ }).click()
  await expect(app).toHaveURL(new RegExp(failed))
  await expectFitsPhone(app)
  await app.getByRole('button', { name: 'Show the step' }).click()
  const step = app.getByRole('region', { name: 'Step Work out totals' })
  await expect(step).toContainText('Correct the expression')
  await step.getByRole('tab', { name: 'Input' }).click()
  await expectFitsPhone(app)

  await app.goto(`/runs/${runId}`)
  await app.locator('[data-step=greet]').click()
  await expect(app.getByRole('treeitem', { name: 'Hello, Ada!' })).toBeVisible()
  await expectFitsPhone(app)
  await app.getByRole('button', { name: 'More actions' }).click()
  await app.getByRole('menuitem', { name: 'Cancel…' }).click()
  await expectFitsPhone(app)
  await app.getByRole('button', { name: 'Cancel the run' }).click()
  await expect(app.locator('[data-status=cancelled]').first()).toBeVisible()
})

test('a run is cancelled after a question', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(`Cancelled ${Date.now()}`, greeting(600))
  const runId = await api.runDraft(workflowId, { name: 'Ada' })
  await app.goto(`/runs/${runId}`)

  await app.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expectAccessible(app)
  await app.getByRole('button', { name: 'Cancel the run' }).click()

  await expect(app.locator('[data-status=cancelled]').first()).toBeVisible()
  await expect(app.getByRole('button', { name: 'Run again' })).toBeVisible()
})

test('a lost connection is said, and the run goes on where it was', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(`Offline ${Date.now()}`, greeting(6))
  const runId = await api.runDraft(workflowId, { name: 'Ada' })
  let refused = 0
  await app.route('**/events', async (route) => {
    if (refused >= 3) return route.continue()
    refused += 1
    return route.fulfill({ status: 503, body: '' })
  })
  await app.goto(`/runs/${runId}`)

  await expect(app.getByText('The connection was lost')).toBeVisible()
  await expect(app.getByText('The connection was lost')).toBeHidden()
  await expect(app.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded')
})

test('the list tells what happens, and its filters are in the address', async ({ app, api }) => {
  const name = `Filtered ${Date.now()}`
  const workflowId = await api.createWorkflow(name, greeting(0))
  await api.publish(workflowId)
  await api.runDraft(workflowId, { name: 'Ada' }, { wait: 20 })
  await app.goto('/runs')
  await app.getByRole('searchbox', { name: 'Search runs' }).fill(name)
  await expect(app.getByRole('row')).toHaveCount(2)

  // One that starts meanwhile comes by itself, and so does its end.
  await api.run(workflowId, { name: 'Bo' })
  await expect(app.getByRole('row')).toHaveCount(3, { timeout: 30_000 })
  await expect(app.getByRole('row').nth(1)).toContainText('Succeeded', { timeout: 30_000 })

  await app.getByRole('button', { name: 'Any status' }).click()
  await app.getByRole('menuitemcheckbox', { name: 'Failed' }).click()
  await app.keyboard.press('Escape')
  await expect(app.getByText('No run fits these filters.')).toBeVisible()
  await expect(app).toHaveURL(/status=.*failed/)
  await expectAccessible(app)

  await app.reload()
  await expect(app.getByText('No run fits these filters.')).toBeVisible()
  await app.getByRole('button', { name: 'Clear the filters' }).click()
  await expect(app.getByRole('row').nth(1)).toBeVisible()
})

test('the list is filtered by version, by what started a run, and by time', async ({
  app,
  api,
}) => {
  const workflowId = await api.createWorkflow(`Sorted ${Date.now()}`, greeting(0))
  await api.publish(workflowId)
  const first = await api.run(workflowId, { name: 'Ada' })
  const hook = await api.post(`/api/v1/workflows/${workflowId}/triggers`, {
    type: 'webhook',
    name: 'Shop',
    config: { auth: 'none' },
  })
  const sent = await app.request.post(hook.url, { data: { name: 'Bo' } })
  const { run_id: hooked } = await sent.json()
  await api.changeDraft(workflowId, greeting(1))
  expect(await api.publish(workflowId)).toBe(2)
  const second = await api.run(workflowId, { name: 'Cy' })
  const { created_at: since } = await api.get(`/api/v1/runs/${hooked}`)
  const { created_at: until } = await api.get(`/api/v1/runs/${second}`)

  const rows = app.getByRole('row')
  const shows = async (...runIds: string[]) => {
    await expect(rows).toHaveCount(runIds.length + 1)
    for (const id of runIds) await expect(rows.locator(`[href*="${id}"]`)).toHaveCount(1)
  }
  await app.goto(`/runs?workflow=${workflowId}`)
  await shows(first, hooked, second)
  await app.getByRole('spinbutton', { name: 'Version' }).fill('2')
  await shows(second)
  await app.getByRole('spinbutton', { name: 'Version' }).fill('1')
  await shows(first, hooked)
  await app.getByRole('combobox', { name: 'Started by' }).click()
  await app.getByRole('option', { name: 'Webhook' }).click()
  await shows(hooked)
  await app.getByRole('spinbutton', { name: 'Version' }).fill('2')
  await expect(app.getByText('No run fits these filters.')).toBeVisible()

  await app.goto(`/runs?workflow=${workflowId}`)
  await app.getByRole('combobox', { name: 'Time' }).click()
  await app.getByRole('option', { name: 'Last hour' }).click()
  await shows(first, hooked, second)
  // From a moment on, and before another: as a bar of the dashboard leads here.
  await app.goto(`/runs?workflow=${workflowId}&since=${since}&until=${until}`)
  await shows(hooked)
  await app.goto(`/runs?workflow=${workflowId}&until=${since}`)
  await shows(first)
})

test('a phone shows lists and runs', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(`Small ${Date.now()}`, greeting(0))
  const runId = await api.runDraft(workflowId, { name: 'Ada' }, { wait: 20 })
  await app.setViewportSize(PHONE)
  const paths = [
    '/dashboard',
    '/workflows',
    '/templates',
    '/runs',
    `/runs/${runId}?step=greet`,
    '/approvals',
    '/dead-letters',
    '/bulk-actions',
    '/health',
    '/settings',
  ]
  for (const path of paths) {
    await app.goto(path)
    await expect(app.getByRole('main')).toBeVisible()
    await expectAccessible(app)
    await expectFitsPhone(app)
  }
})

test('a phone reaches every page by its bar', async ({ app }) => {
  await app.setViewportSize(PHONE)
  const fits = async () => {
    await expect(app.getByRole('main')).toBeVisible()
    await expectFitsPhone(app)
  }
  await app.goto('/dashboard')
  for (const name of ['Triggers', 'Chats', 'Settings']) {
    await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()
    await fits()
  }
  // A page that arrives takes the focus, and closes a menu that was quicker.
  for (const name of ['Knowledge', 'Models', 'Evaluations', 'Templates', 'Health', 'Node types']) {
    await expect(app.getByRole('main')).toBeFocused()
    await app.getByRole('button', { name: 'More pages' }).click()
    await app.getByRole('menuitem', { name }).click()
    await expect(app).toHaveURL(new RegExp(`/${name.toLowerCase().replace(' ', '-')}$`))
    await expect(app).toHaveTitle(/ · Noria$/)
    await fits()
  }
  await expectAccessible(app)
})

test('an address that leads nowhere says so', async ({ app }) => {
  await app.goto('/runs/nope')
  await expect(app.getByText('There is no such page.')).toBeVisible()
  await expectAccessible(app)
})
