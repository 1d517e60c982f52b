/** Taking hold of a run from its page. */
import { expectAccessible } from './accessible'
import { expect, test, unique } from './app'
import { greeting, heldStep, missingValue, refusedCall } from './graphs'

test('a run is paused, stepped through and resumed', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Paused'), greeting(2))
  const runId = await api.runDraft(workflowId, { name: 'Ada' }, { breakpoints: ['greet'] })
  await app.goto(`/runs/${runId}`)
  const hands = app.getByRole('region', { name: 'In your hands' })
  await expect(hands).toContainText('Paused. Ready to start')
  await expectAccessible(app)

  // By keyboard: one step, and the pause stays.
  await app.keyboard.press('Shift+S')
  await expect(app.locator('[data-step=greet]')).toHaveAttribute('data-status', 'succeeded')
  await expect(hands.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()

  await app.getByRole('button', { name: 'Resume', exact: true }).click()
  await expect(app.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded')

  await app.getByRole('tab', { name: 'Who did what' }).click()
  const audit = app.getByRole('region', { name: 'Who did what' })
  await expect(audit.locator('[data-action="run.step"]')).toBeVisible()
  await expect(audit.locator('[data-action="run.resume"]')).toBeVisible()
  await expectAccessible(app)
})

test('a held step is mended, and another one skipped with an output', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Held'), heldStep)
  const mended = await api.runDraft(workflowId, {})
  await app.goto(`/runs/${mended}`)
  await app.getByRole('region', { name: 'In your hands' }).getByRole('button').click()
  const step = app.getByRole('region', { name: 'Hold of Work out totals' })
  await expect(step).toContainText('Waits for you')
  await expectAccessible(app)

  await step.getByRole('button', { name: 'Mend…' }).click()
  const dialog = app.getByRole('dialog')
  // A form made from the node type's schema; JSON is one click away.
  const form = dialog.getByRole('region', { name: 'Settings of the step' })
  await expect(form.getByRole('button', { name: 'Add values' })).toBeVisible()
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'As JSON', exact: true }).click()
  await dialog.getByLabel('Settings of the step').fill('{"values": {"total": "{{ 1 +"}}')
  await dialog.getByRole('button', { name: 'Try again' }).click()
  // The server's own sentence, beside what was typed.
  await expect(dialog.getByRole('alert')).toContainText('values')
  await expectAccessible(app)
  await dialog.getByLabel('Settings of the step').fill('{"values": {"total": 7}}')
  await dialog.getByText('Timeout and retries', { exact: true }).press('Enter')
  await dialog.getByLabel('Attempts at most').fill('0')
  await expect(dialog.getByRole('button', { name: 'Try again' })).toBeDisabled()
  await dialog.getByLabel('Attempts at most').fill('9')
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(app.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded')
  const { items } = await api.get(`/api/v1/runs/${mended}/audit`)
  const entry = items.find(({ result }: { result: string }) => result === 'done')
  expect(entry).toMatchObject({
    action: 'run.retry_step',
    details: { changes: ['config', 'policy'] },
  })

  const skipped = await api.runDraft(workflowId, {})
  await app.goto(`/runs/${skipped}?step=calc`)
  await app.getByRole('button', { name: 'Skip…' }).click()
  await app.getByRole('dialog').getByLabel('Output').fill('{"total": 9}')
  await app.getByRole('dialog').getByRole('button', { name: 'Skip the step' }).click()
  await expect(app.locator('[data-step=calc]')).toHaveAttribute('data-status', 'skipped')
  await expect(app.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded')
})

test('a step between two attempts shows its last error, and is failed with a reason', async ({
  app,
  api,
}) => {
  const workflowId = await api.createWorkflow(unique('Retrying'), refusedCall)
  const runId = await api.runDraft(workflowId, {})
  await app.goto(`/runs/${runId}?step=call`)
  const step = app.getByRole('region', { name: 'Hold of Call' })
  await expect(step).toContainText('Attempt 1 of 50')
  await expect(step).toContainText('The next one begins in')

  await step.getByRole('button', { name: 'Try now' }).click()
  await expect(step).toContainText('Attempt 2')
  await step.getByRole('button', { name: 'Retries…' }).click()
  await app.getByRole('dialog').getByLabel('Attempts at most').fill('9')
  await expectAccessible(app)
  await app.getByRole('dialog').getByRole('button', { name: 'Change' }).click()
  await expect(app.getByRole('dialog')).toBeHidden()

  await step.getByRole('button', { name: 'Fail…' }).click()
  await app.getByRole('dialog').getByLabel('Reason').fill('Wrong shop')
  await app.getByRole('dialog').getByRole('button', { name: 'Fail the step' }).click()
  await expect(app.getByRole('button', { name: 'Retry', exact: true })).toBeVisible()
})

test('a failed run is retried from where it failed, with another input', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Retried'), missingValue)
  const runId = await api.runDraft(workflowId, {}, { wait: 20 })
  await app.goto(`/runs/${runId}`)
  await app.getByRole('button', { name: 'Retry', exact: true }).click()
  const dialog = app.getByRole('dialog')
  const steps = dialog.getByRole('region', { name: 'What is reused and what runs' })
  await expect(steps).toContainText('1 step is reused')
  await expect(steps.locator('[data-step=calc]')).toContainText('Runs first')
  await dialog.getByLabel('Give the new run another input').click()
  await dialog.getByRole('textbox', { name: 'Input' }).fill('{"items": {"total": 3}}')
  // Pale while it is being asked for anew.
  await expect(steps).toHaveAttribute('aria-busy', 'false')
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Retry', exact: true }).click()

  await expect(app).not.toHaveURL(new RegExp(runId))
  await expect(app.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded')
  await expect(app.getByText('Retry of')).toBeVisible()
  await app.locator('[data-step=start]').click()
  await expect(app.getByText('Its output was given by a person.')).toBeVisible()

  await app.goto(`/runs/${runId}?tab=related`)
  await expect(app.getByRole('region', { name: 'Runs that come from this one' })).toContainText(
    'Retry',
  )
})

test('a run that ended well is forked at a step', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Forked'), greeting(0))
  const runId = await api.runDraft(workflowId, { name: 'Ada' }, { wait: 20 })
  await app.goto(`/runs/${runId}?step=pause`)
  await app.getByRole('button', { name: 'Actions for this step' }).click()
  await app.getByRole('menuitem', { name: 'Fork here…' }).click()
  const dialog = app.getByRole('dialog', { name: 'Fork the run' })
  await expect(dialog.locator('[data-step=greet]')).toHaveAttribute('data-reused', 'true')
  await expect(dialog.locator('[data-step=pause]')).toContainText('you fork here')
  await dialog.getByRole('button', { name: 'Fork', exact: true }).click()
  await expect(app.getByText('Fork of')).toBeVisible()
  await app.locator('[data-step=greet]').click()
  await expect(app.getByText('Taken over from')).toBeVisible()
  await expect(app.locator('[data-step=done]')).toHaveAttribute('data-status', 'succeeded')
})

test('a run is terminated with a reason', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Terminated'), greeting(600))
  const runId = await api.runDraft(workflowId, { name: 'Ada' })
  await app.goto(`/runs/${runId}`)
  await expect(app.locator('[data-step=pause]')).toHaveAttribute('data-status', 'waiting')
  await app.keyboard.press('Shift+T')
  await app.getByRole('dialog').getByLabel('Reason').fill('Ordered by mistake')
  await app.keyboard.press('Enter')
  await expect(app.getByText('Ordered by mistake').first()).toBeVisible()
})
