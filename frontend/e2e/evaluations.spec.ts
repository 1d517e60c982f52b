/** How good a workflow is: cases, judged, and compared with how it was. */
import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { greeting } from './graphs'

test('a data set is made, evaluated and compared with an earlier evaluation', async ({
  app,
  api,
}) => {
  const name = `Greetings ${Date.now()}`
  await api.createWorkflow(name, greeting(0))
  await app.goto('/evaluations')
  await app.getByRole('button', { name: 'New data set' }).click()
  const dialog = app.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('combobox', { name: 'Workflow' }).click()
  await app.getByRole('option', { name }).click()
  await dialog.getByRole('button', { name: 'Create' }).click()

  await app.getByRole('tab', { name: 'Cases' }).click()
  for (const [who, expected] of [
    ['Ada', 'Hello, Ada!'],
    ['Bob', 'Good night, Bob!'],
  ]) {
    await app.getByRole('button', { name: 'Add a case' }).click()
    await dialog.getByLabel('Name').fill(`To ${who}`)
    await dialog.getByLabel('Input of the run, as JSON').fill(JSON.stringify({ name: who }))
    await dialog.getByLabel('What is expected, as JSON').fill(JSON.stringify(expected))
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toBeHidden()
  }
  await expect(app.getByRole('row', { name: /To Bob/ })).toBeVisible()

  await expectAccessible(app)
  await app.getByRole('tab', { name: 'Evaluators' }).click()
  await expectAccessible(app)

  await app.getByRole('tab', { name: 'Gate' }).click()
  await expect(app.getByRole('tabpanel', { name: 'Gate' })).toBeVisible()
  await expectAccessible(app)

  await app.getByRole('tab', { name: 'Evaluations' }).click()
  const ended = app.getByRole('row', { name: /1 of 2/ })
  for (const count of [1, 2]) {
    await app.getByRole('button', { name: 'Evaluate', exact: true }).click()
    await expect(ended.getByText('Succeeded')).toHaveCount(count, { timeout: 20_000 })
  }
  await expectAccessible(app)

  await ended.first().getByRole('link').click()
  await expect(app.getByRole('region', { name: 'Result' })).toContainText('1 of 2')
  await app.getByRole('combobox', { name: 'Compare with' }).click()
  await app.getByRole('option', { name: /1 of 2/ }).click()
  await expect(app.getByText('0 cases are worse, 0 are better.')).toBeVisible()
  await app.getByText('To Bob').click()
  await expect(app.getByText('Hello, Bob!')).toBeVisible()
  await expectAccessible(app)

  await app
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Evaluations' })
    .click()
  await expect(app.getByRole('link', { name }).first()).toBeVisible()
  await expectAccessible(app)
})
