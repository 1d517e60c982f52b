/** Many runs at once, what failed for good, and business keys. */
import { expectAccessible } from './accessible'
import { expect, test, unique } from './app'
import { greeting, missingValue } from './graphs'

test('chosen runs are cancelled together, counted first', async ({ app, api }) => {
  const name = unique('Many')
  const workflowId = await api.createWorkflow(name, greeting(600))
  for (const who of ['Ada', 'Bo', 'Cy']) await api.runDraft(workflowId, { name: who })
  await app.goto(`/runs?workflow=${workflowId}`)
  await expect(app.getByRole('row')).toHaveCount(4)
  const boxes = app.getByRole('checkbox', { name: /^Choose run/ })
  await boxes.nth(0).click()
  await boxes.nth(1).click()
  await expectAccessible(app)

  await app.getByRole('button', { name: 'Do to 2 chosen runs' }).click()
  await app.getByRole('menuitem', { name: 'Cancel…' }).click()
  const dialog = app.getByRole('dialog', { name: 'Cancel many runs' })
  await expect(dialog.getByRole('status')).toContainText('2 runs')
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Cancel 2 runs' }).click()

  await expect(app).toHaveURL(/bulk-actions/)
  const first = app.getByRole('list', { name: 'Bulk actions' }).getByRole('listitem').first()
  await expect(first).toContainText('Cancelled 2 runs', { timeout: 30_000 })
  await expect(first).toContainText('2 done')
  await expectAccessible(app)

  await app.goto(`/runs?workflow=${workflowId}&status=cancelled`)
  await expect(app.getByRole('row')).toHaveCount(3)
})

test('all runs that fit are paused and resumed, and one that can’t take it is not counted', async ({
  app,
  api,
}) => {
  const name = unique('Fitting')
  const workflowId = await api.createWorkflow(name, greeting(600))
  await api.runDraft(workflowId, { name: 'Ada' })
  await app.goto(`/runs?workflow=${workflowId}`)
  await app.getByRole('button', { name: 'Do to all that fit' }).click()
  await app.getByRole('menuitem', { name: 'Resume…' }).click()
  await expect(app.getByRole('dialog')).toContainText('None of them can take this now.')
  await expect(app.getByRole('dialog').getByRole('button', { name: 'Resume' })).toBeDisabled()
  await app.keyboard.press('Escape')

  for (const { verb, past } of [
    { verb: 'Pause', past: 'Paused' },
    { verb: 'Resume', past: 'Resumed' },
  ]) {
    await app.getByRole('button', { name: 'Do to all that fit' }).click()
    await app.getByRole('menuitem', { name: `${verb}…` }).click()
    await app
      .getByRole('dialog')
      .getByRole('button', { name: `${verb} 1 run` })
      .click()
    await expect(app).toHaveURL(/bulk-actions/)
    const newest = app.getByRole('list', { name: 'Bulk actions' }).getByRole('listitem').first()
    await expect(newest).toContainText(`${past} 1 run`, { timeout: 30_000 })
    await expect(newest).toContainText('1 done')
    await app.goto(`/runs?workflow=${workflowId}`)
    const row = app.getByRole('row').nth(1)
    if (verb === 'Pause') await expect(row).toContainText('Paused')
    else await expect(row).not.toContainText('Paused')
  }

  await app.getByRole('button', { name: 'Do to all that fit' }).click()
  await app.getByRole('menuitem', { name: 'Fork…' }).click()
  const dialog = app.getByRole('dialog', { name: 'Fork many runs' })
  await dialog.getByLabel('Step').fill('greet')
  await expect(dialog.getByRole('button', { name: 'Fork 1 run' })).toBeEnabled()
  await dialog.getByLabel('Version').fill('draft')
  await expect(dialog.getByRole('button', { name: 'Fork 1 run' })).toBeDisabled()
  await expect(dialog).toContainText('Write a whole number of at least 1.')
  await dialog.getByLabel('Version').fill('7')
  await expect(dialog.getByRole('button', { name: 'Fork 1 run' })).toBeEnabled()
  await expectAccessible(app)
})

test('a run is found by its business key', async ({ app, api }) => {
  const key = `order-${Date.now()}`
  const workflowId = await api.createWorkflow(unique('Keyed'), greeting(0))
  await api.runDraft(workflowId, { name: 'Ada' }, { wait: 20, key })
  await app.goto('/runs')
  await app.getByRole('searchbox', { name: 'Business key' }).fill(key)
  await expect(app.getByRole('row')).toHaveCount(2)
  await expect(app.getByRole('row').nth(1)).toContainText(key)
  await expect(app).toHaveURL(new RegExp(`key=${key}`))
})

test('what failed for good is retried or discarded', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Letters'), missingValue)
  await api.publish(workflowId)
  for (let count = 0; count < 2; count += 1) await api.run(workflowId, {})
  await app.goto(`/dead-letters?workflow=${workflowId}`)
  await expect(app.getByRole('row')).toHaveCount(3)
  await expect(app.getByRole('row').nth(1)).toContainText('trigger.items.total is missing')

  // By where and when; what fits nothing leaves nothing.
  const node = app.getByRole('searchbox', { name: 'Step at which it failed' })
  await node.fill('Other')
  await expect(app.getByText('There are none here.')).toBeVisible()
  await node.fill('calc')
  await expect(app.getByRole('row')).toHaveCount(3)
  await app.getByLabel('From this day').fill('2199-01-01')
  await expect(app.getByText('There are none here.')).toBeVisible()
  await app.getByLabel('From this day').fill('2026-01-01')
  await expect(app.getByRole('row')).toHaveCount(3)
  await expect(app).toHaveURL(/node=calc.*from=2026-01-01/)
  await expectAccessible(app)

  await app.getByRole('row').nth(1).getByRole('button', { name: 'Discard' }).click()
  await expect(app.getByRole('row')).toHaveCount(2)
  await app.getByRole('row').nth(1).getByRole('button', { name: 'Retry' }).click()
  await app.getByRole('radio', { name: 'Retried' }).click()
  await expect(app.getByRole('button', { name: 'Show the retry' })).toBeVisible()
  await app.getByRole('radio', { name: 'Discarded' }).click()
  await expect(app.getByRole('row')).toHaveCount(2)
  await expectAccessible(app)
})

test('all dead letters of a workflow are discarded, once that was asked', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(unique('Letters'), missingValue)
  const other = await api.createWorkflow(unique('Other letters'), missingValue)
  for (const id of [workflowId, other]) await api.publish(id)
  for (const id of [workflowId, workflowId, other]) await api.run(id, {})
  await app.goto(`/dead-letters?workflow=${workflowId}&node=calc`)
  const table = app.getByRole('table', { name: 'Dead letters' })
  await expect(table.getByRole('row')).toHaveCount(3)
  await app.getByRole('button', { name: 'Discard all…' }).click()
  const question = app.getByRole('alertdialog')
  await expect(question).toContainText('Discard all open dead letters that the filters show?')
  await expectAccessible(app)
  await question.getByRole('button', { name: 'Keep them' }).click()
  await expect(question).toBeHidden()
  await expect(table.getByRole('row')).toHaveCount(3)

  await app.getByRole('button', { name: 'Discard all…' }).click()
  await question.getByRole('button', { name: 'Discard all', exact: true }).click()
  await expect(app.getByText('Discarded 2 dead letters')).toBeVisible()
  await expect(app.getByText('There are none here.')).toBeVisible()
  await app.getByRole('radio', { name: 'Discarded' }).click()
  await expect(table.getByRole('row')).toHaveCount(3)
  await app.goto(`/dead-letters?workflow=${other}`)
  await expect(table.getByRole('row')).toHaveCount(2)
  await table.getByRole('row').nth(1).getByRole('link').click()
  await expect(app).toHaveURL(/\/runs\/[0-9a-f-]{36}\?step=calc/)
  await expect(app.getByText('trigger.items.total is missing').first()).toBeVisible()
})
