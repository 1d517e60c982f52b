/** What becomes of a draft that two people save, or nobody can: nothing is lost. */
import { expectAccessible } from './accessible'
import { expect, test, unique } from './app'
import { BuilderPage } from './builder-page'
import { greeting } from './graphs'

const renameStep = async (builder: BuilderPage, node: string, name: string) => {
  await builder.card(node).click()
  await builder.page.getByRole('textbox', { name: 'Name of the step' }).fill(name)
}

test('two drafts of the same workflow are put together step by step', async ({
  app,
  api,
  other,
}) => {
  const workflowId = await api.createWorkflow(`Conflict ${Date.now()}`, greeting(0))
  await app.goto(`/workflows/${workflowId}`)
  await expect(app.locator('[data-id="greet"]')).toBeVisible()
  await other.goto(`/workflows/${workflowId}`)
  await expect(app.getByRole('list', { name: 'Here too' })).toBeVisible()
  await expect(other.getByRole('list', { name: 'Here too' })).toBeVisible()
  await renameStep(new BuilderPage(other), 'greet', 'Theirs')
  await new BuilderPage(other).saved()
  await expect(app.locator('[data-id="greet"] [data-people]')).toBeVisible()

  await renameStep(new BuilderPage(app), 'greet', 'Mine')
  const dialog = app.getByRole('dialog', { name: 'Somebody else has saved this draft' })
  await expect(dialog).toBeVisible()
  await expectAccessible(app)
  await dialog.getByRole('radio', { name: 'Theirs' }).click()
  await dialog.getByRole('button', { name: 'Merge' }).click()
  await expect(dialog).toBeHidden()
  await expect(app.locator('[data-id="greet"]')).toContainText('Theirs')
})

test('37: two people who save the same draft: it is a conflict, and neither loses work', async ({
  app,
  other,
  api,
}) => {
  const id = await api.createWorkflow(unique('Shared'), greeting(0))
  const builder = new BuilderPage(app)
  await builder.open(id)
  const theirs = new BuilderPage(other)
  await theirs.open(id)
  await expect(app.getByRole('list', { name: 'Here too' }).getByRole('button')).toHaveCount(1)

  await renameStep(theirs, 'greet', 'Theirs')
  await theirs.saved()
  await renameStep(builder, 'pause', 'Mine')
  const conflict = app.getByRole('dialog', { name: 'Somebody else has saved this draft' })
  await expect(conflict).toContainText('Mine')
  await expect(app.locator('[data-save="conflict"]')).toHaveText('Conflict')
  await expectAccessible(app)

  await conflict.getByRole('button', { name: 'Take theirs' }).click()
  await expect(builder.card('greet')).toContainText('Theirs')
  await expect(builder.card('pause')).not.toContainText('Mine')
  // Mine is one undo away.
  await builder.canvas.click({ position: { x: 40, y: 500 } })
  await app.keyboard.press('Control+z')
  await expect(builder.card('pause')).toContainText('Mine')
  await builder.saved()

  // Now the other one comes late, and keeps what is theirs: mine is one undo away for them.
  await renameStep(theirs, 'done', 'Finished')
  const late = other.getByRole('dialog', { name: 'Somebody else has saved this draft' })
  await late.getByRole('button', { name: 'Keep mine' }).click()
  await expect(late).toBeHidden()
  await theirs.saved()
  const names = async () => {
    const { draft } = await api.get(`/api/v1/workflows/${id}`)
    return draft.graph.nodes.map((node: { name: string }) => node.name)
  }
  expect(await names()).toEqual(['Start', 'Theirs', 'Pause', 'Finished'])
  await theirs.canvas.click({ position: { x: 40, y: 500 } })
  await other.keyboard.press('Control+z')
  await expect(theirs.card('pause')).toContainText('Mine')
  await theirs.saved()
  expect(await names()).toEqual(['Start', 'Greet', 'Mine', 'Done'])
})

test('37: without a connection the draft is kept, and what would lose most of it is asked about', async ({
  // Without a look at errors: requests that fail are what it is about.
  appPage: page,
  api,
}) => {
  const graph = greeting(0)
  const loose = ['one', 'two'].map((step, n) => ({
    id: step,
    type: 'set',
    config: { values: { a: 1 } },
    position: { x: 280 * n, y: 240 },
  }))
  const id = await api.createWorkflow(unique('Offline'), {
    ...graph,
    nodes: [...graph.nodes, ...loose],
  })
  const builder = new BuilderPage(page)
  await builder.open(id)

  // Said while it goes on, however long that takes; Mod+S asks for it at once.
  let answer = () => {}
  const answered = new Promise<void>((done) => {
    answer = done
  })
  await page.route('**/draft*', async (route) => {
    await answered
    await route.continue()
  })
  await renameStep(builder, 'pause', 'Rest')
  await expect(page.locator('[data-save="unsaved"], [data-save="saving"]')).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(page.locator('[data-save="saving"]')).toHaveText('Saving…')
  answer()
  await builder.saved()
  await expect(page.locator('[data-save="saved"]')).toHaveText(/^Saved /)
  await page.unroute('**/draft*')

  await page.route('**/draft*', (route) => route.abort('internetdisconnected'))
  await renameStep(builder, 'greet', 'Kept')
  await expect(page.getByText(/Offline/)).toBeVisible()
  await page.unroute('**/draft*')

  await builder.saved()
  await page.reload()
  await expect(builder.card('greet')).toContainText('Kept')

  const stored = async () => {
    const { draft } = await api.get(`/api/v1/workflows/${id}`)
    return draft.graph.nodes.length
  }
  const question = page.getByRole('alertdialog', { name: 'Save without most of the steps?' })
  for (const answer of ['Undo', 'Save anyway']) {
    await builder.canvas.click({ position: { x: 40, y: 500 } })
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await expect(question).toBeVisible()
    await expect(builder.cards).toHaveCount(0)
    // Not before it was asked.
    expect(await stored()).toBe(6)
    if (answer === 'Undo') await expectAccessible(page)
    await question.getByRole('button', { name: answer }).click()
    await expect(question).toBeHidden()
    await expect(builder.cards).toHaveCount(answer === 'Undo' ? 6 : 0)
    await builder.saved()
  }
  expect(await stored()).toBe(0)
})
