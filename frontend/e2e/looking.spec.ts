/** Looking at runs: filters that are kept, comparing two, giving outputs to forks, health. */
import { expectAccessible } from './accessible'
import { expect, test, unique } from './app'
import { greeting, grid, missingValue } from './graphs'
import { expectFitsPhone, PHONE } from './phone'

test('a filter is kept under a name, taken again, and forgotten', async ({ app, api }) => {
  const name = unique('Kept')
  const workflowId = await api.createWorkflow(name, missingValue)
  await api.runDraft(workflowId, {}, { wait: 20 })
  await app.goto(`/runs?workflow=${workflowId}`)
  await app.getByRole('searchbox', { name: 'Text in error' }).fill('TOTAL is missing')
  await expect(app.getByRole('row')).toHaveCount(2)
  await expect(app).toHaveURL(/error=/)

  await app.getByRole('button', { name: 'Saved' }).click()
  await app.getByRole('textbox', { name: 'Name of the filter' }).fill(name)
  await app.keyboard.press('Enter')
  const kept = app.getByRole('list', { name: 'Saved filters' })
  await expect(kept.getByRole('button', { name, exact: true })).toBeVisible()
  await expectAccessible(app)

  await app.goto('/runs')
  await app.getByRole('button', { name: 'Saved' }).click()
  await kept.getByRole('button', { name, exact: true }).click()
  await expect(app).toHaveURL(new RegExp(workflowId))
  await expect(app.getByRole('searchbox', { name: 'Text in error' })).toHaveValue(
    'TOTAL is missing',
  )
  await app.getByRole('combobox', { name: 'Started by' }).click()
  await app.getByRole('option', { name: 'Webhook' }).click()
  await expect(app.getByText('No run fits these filters.')).toBeVisible()

  await app.getByRole('button', { name: 'Saved' }).click()
  await app.getByRole('button', { name: `Delete the filter ${name}` }).click()
  await expect(kept.getByRole('button', { name, exact: true })).toBeHidden()
})

test('two runs are compared, step by step', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Compared'), greeting(0))
  const first = await api.runDraft(workflowId, { name: 'Ada' }, { wait: 20 })
  const second = await api.runDraft(workflowId, { name: 'Bo' }, { wait: 20 })
  await app.goto(`/runs/${first}`)
  await app.getByRole('button', { name: 'More actions' }).click()
  await app.getByRole('menuitem', { name: 'Compare with another run' }).click()
  await app.getByRole('combobox', { name: 'Run beside it' }).click()
  await app.getByRole('option', { name: new RegExp(second.slice(0, 13)) }).click()

  await expect(app).toHaveURL(new RegExp(`with=${second}`))
  const steps = app.getByRole('list', { name: 'Steps of both runs' })
  await expect(steps.locator('[data-step=pause]')).toHaveAttribute('data-different', 'false')
  const greet = steps.locator('[data-step=greet]')
  await greet.getByRole('button', { name: '1 change' }).click()
  await expect(greet.getByRole('row', { name: /text/ })).toContainText('Hello, Bo!')
  await expectAccessible(app)
  await app.setViewportSize({ width: 390, height: 844 })
  const overflow = await app.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})

test('a fork begins at the step that is chosen, with an output given to another', async ({
  app,
  api,
}) => {
  const workflowId = await api.createWorkflow(unique('Pinned'), greeting(0))
  const runId = await api.runDraft(workflowId, { name: 'Ada' }, { wait: 20 })
  await app.goto(`/runs/${runId}?step=greet`)
  await expect(app.getByRole('region', { name: 'Step Greet' })).toBeVisible()
  await app.keyboard.press('Shift+F')
  const dialog = app.getByRole('dialog', { name: 'Fork the run' })
  await expect(dialog.locator('[data-step=greet]')).toContainText('you fork here')
  await dialog.getByRole('button', { name: 'Give a step’s output…' }).click()
  await app.getByRole('menuitem', { name: 'Pause' }).click()
  await dialog.getByLabel('Output of Pause').fill('{"waited_s": ')
  await expect(dialog.getByRole('button', { name: 'Fork', exact: true })).toBeDisabled()
  await dialog.getByLabel('Output of Pause').fill('{"waited_s": 7}')
  await expect(dialog.locator('[data-step=pause]')).toContainText('its output is given')
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Fork', exact: true }).click()
  await expect(app.getByText('Fork of')).toBeVisible()
  await app.locator('[data-step=pause]').click()
  await expect(app.getByText('Its output was given by a person.')).toBeVisible()
  await app.getByRole('tab', { name: 'Logs' }).click()
  await expect(app.getByText('This step has logged nothing.')).toBeVisible()
})

test('a past run is opened in the builder with its data', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Reopened'), greeting(0))
  const runId = await api.runDraft(workflowId, { name: 'Ada' }, { wait: 20 })
  await app.goto(`/runs/${runId}`)
  await app.getByRole('button', { name: 'More actions' }).click()
  await app.getByRole('menuitem', { name: 'Open in the builder' }).click()
  await expect(app).toHaveURL(new RegExp(`run=${runId}`))
  await expect(app.locator('.react-flow__node', { hasText: 'Greet' })).toContainText('ms')
})

test('health tells who works, and that nothing is left alone', async ({ app }) => {
  await app.goto('/runs')
  await app.getByRole('link', { name: 'Health' }).click()
  const queue = app.getByRole('list', { name: 'Queues' }).locator('[data-queue=default]')
  await expect(queue).toContainText(/[1-9] workers?/)
  await expect(queue).toHaveAttribute('data-health', /ok|behind/)
  await expect(app.getByText('None: every destination may be called.')).toBeVisible()
  await expectAccessible(app)
})

test('a long graph opens where it can be read, also on a phone, and all of it is one click away', async ({
  app,
  api,
}) => {
  const workflowId = await api.createWorkflow(unique('Long'), grid(14))
  const runId = await api.runDraft(workflowId, {}, { wait: 20 })
  const opens = async (url: string) => {
    await app.goto(url)
    const graph = app.getByRole('region', { name: 'Graph' })
    const first = graph.locator('[data-id=start]')
    const last = graph.locator('[data-id=s12]')
    await expect(first).toBeInViewport()
    const { width = 0 } = (await first.boundingBox()) ?? {}
    expect(width).toBeGreaterThan(80)
    await expect(last).not.toBeInViewport()
    await graph.getByRole('button', { name: 'Fit', exact: true }).click()
    await expect(last).toBeInViewport()
  }

  await opens(`/runs/${runId}`)
  await expectAccessible(app)
  // What is chosen is in sight, from the start and later.
  await app.goto(`/runs/${runId}?step=s12`)
  const card = (id: string) => app.getByRole('region', { name: 'Graph' }).locator(`[data-id=${id}]`)
  await expect(card('s12')).toBeInViewport()
  await app.getByRole('option', { name: /: Step 3\b/ }).click()
  await expect(card('s3')).toBeInViewport()
  await app.setViewportSize(PHONE)
  await opens(`/workflows/${workflowId}`)
  await card('s2').click()
  const step = app.getByRole('region', { name: 'Step Step 2' })
  await expect(step).toContainText('number')
  await expectFitsPhone(app)
  await expectAccessible(app)
  await step.getByRole('button', { name: 'Close' }).click()
  await expect(step).toBeHidden()
})
