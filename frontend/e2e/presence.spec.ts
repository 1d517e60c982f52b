/** Two browsers on one workflow: each sees the other come, choose a step, and go. */
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { BuilderPage } from './builder-page'
import { greeting } from './graphs'

const people = (page: Page) => page.getByRole('list', { name: 'Here too' })

test('two browsers on one workflow see each other come, choose a step, and go', async ({
  app,
  api,
  other,
}) => {
  const workflowId = await api.createWorkflow(`Together ${Date.now()}`, greeting(0))
  const mine = new BuilderPage(app)
  await mine.open(workflowId)
  await expect(people(app)).toHaveCount(0)

  await other.goto(`/workflows/${workflowId}`)
  await expect(people(app).getByRole('listitem')).toHaveCount(1)
  await expect(people(other).getByRole('listitem')).toHaveCount(1)

  const theirs = new BuilderPage(other)
  await theirs.card('greet').click()
  await expect(people(app).getByRole('button', { name: /, at “Greet”$/ })).toBeVisible()
  await expect(mine.card('greet').locator('[data-people]')).toBeVisible()
  await mine.card('pause').click()
  await expect(people(other).getByRole('button', { name: /, at “Pause”$/ })).toBeVisible()
  await people(app).getByRole('button').click()
  await expect(mine.inspector.locator('#node-name')).toHaveValue('Greet')
  await expectAccessible(app)

  // Goes to another page, comes back, and then is gone.
  await other.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Runs' }).click()
  await expect(people(app)).toHaveCount(0)
  await expect(mine.card('greet').locator('[data-people]')).toHaveCount(0)
  await other.goBack()
  await expect(people(app).getByRole('listitem')).toHaveCount(1)
  await expect(people(other).getByRole('listitem')).toHaveCount(1)
  await other.goto('about:blank')
  await expect(people(app)).toHaveCount(0)
})
