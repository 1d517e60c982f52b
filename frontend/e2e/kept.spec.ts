/** What is written in the builder stays, whatever becomes of the window, the page or the connection. */
import { expect, test, unique } from './app'
import { BuilderPage } from './builder-page'
import { greeting } from './graphs'

const NARROW = { width: 700, height: 900 }
const WIDE = { width: 1440, height: 900 }

const rename = async (builder: BuilderPage, node: string, name: string) => {
  await builder.card(node).click()
  await builder.page.getByRole('textbox', { name: 'Name of the step' }).fill(name)
}

test('a window that narrows for a while loses nothing: not the history, not the newest draft', async ({
  app,
  api,
}) => {
  const id = await api.createWorkflow(unique('Narrowed'), greeting(0))
  const builder = new BuilderPage(app)
  await builder.open(id)
  await rename(builder, 'greet', 'First')
  await builder.saved()

  await app.setViewportSize(NARROW)
  await expect(app.getByText('open it on a screen at least 900 px wide')).toBeVisible()
  await expect(builder.card('greet')).toContainText('First')
  await app.setViewportSize(WIDE)

  await expect(builder.card('greet')).toContainText('First')
  await rename(builder, 'pause', 'Second')
  await builder.saved()
  await expect(app.getByRole('dialog')).toBeHidden()
  await builder.canvas.click({ position: { x: 40, y: 500 } })
  await app.keyboard.press('Control+z')
  await app.keyboard.press('Control+z')
  await expect(builder.card('greet')).toContainText('Greet')
  await expect(builder.card('pause')).toContainText('Pause')
  await builder.saved()
})

test('who leaves and comes back finds what they wrote last', async ({ app, api }) => {
  const id = await api.createWorkflow(unique('Left'), greeting(0))
  const builder = new BuilderPage(app)
  await builder.open(id)
  await rename(builder, 'greet', 'Written last')
  // At once, before it is saved.
  await app.getByRole('link', { name: 'Back to the workflows' }).click()
  await app.goBack()

  await expect(builder.card('greet')).toContainText('Written last')
  await rename(builder, 'pause', 'And more')
  await builder.saved()
  await expect(app.getByRole('dialog')).toBeHidden()
  await app.reload()
  await expect(builder.card('greet')).toContainText('Written last')
  await expect(builder.card('pause')).toContainText('And more')
})

test('JSON that is not whole is there again with its step, and no run begins with the input before it', async ({
  app,
  api,
}) => {
  const id = await api.createWorkflow(unique('Unparsed'), greeting(0))
  const builder = new BuilderPage(app)
  await builder.open(id)
  const notYet = app.getByText('This is not JSON yet')
  await builder.card('done').click()
  const output = builder.inspector.getByRole('radiogroup', {
    name: 'Output: fixed or expression',
  })
  await expect(output).toBeVisible()
  await builder.card('greet').click()
  await builder.inspector.getByRole('button', { name: 'Value of text: write as JSON' }).click()
  const value = builder.inspector.getByRole('textbox', { name: 'Value of text' })
  await value.click()
  await app.keyboard.press('Control+a')
  // The bracket closes by itself.
  await app.keyboard.type('[1, 2,')
  await expect(notYet).toBeVisible()

  await builder.card('pause').click()
  await expect(notYet).toBeHidden()
  await builder.card('greet').click()
  await expect(value).toHaveText('[1, 2,]')
  await expect(notYet).toBeVisible()
  await value.click()
  await app.keyboard.press('Control+a')
  await app.keyboard.type('[1, 2')
  await expect(notYet).toBeHidden()
  await builder.saved()

  await app.keyboard.press('Control+Enter')
  const dialog = app.getByRole('dialog', { name: 'Run' })
  const input = dialog.getByRole('textbox', { name: 'Input' })
  await input.click()
  await app.keyboard.press('Control+a')
  await app.keyboard.type('{"name": "Ada"')
  await app.keyboard.press('Delete')
  await dialog.getByRole('button', { name: 'Run' }).click()
  await expect(dialog.getByText('This is not JSON yet')).toBeVisible()
  await expect(input).toBeFocused()
  await app.keyboard.type('}')
  await builder.run()
  await builder.ends('Succeeded')
})

// Without a look at errors: requests that fail are what these are about.
test('a dialog that can’t be fetched says so, and the builder stays', async ({
  appPage: page,
  api,
}) => {
  const id = await api.createWorkflow(unique('Fetched'), greeting(0))
  await page.route('**/versions-dialog*', (route) => route.abort('internetdisconnected'))
  const builder = new BuilderPage(page)
  await builder.open(id)
  await rename(builder, 'greet', 'Still here')

  await page.getByRole('button', { name: 'Versions' }).click()
  await expect(page.getByText('This part of Noria could not be loaded.')).toBeVisible()
  await expect(builder.card('greet')).toContainText('Still here')
  await builder.saved()

  await page.unroute('**/versions-dialog*')
  await page.reload()
  await page.getByRole('button', { name: 'Versions' }).click()
  await expect(page.getByRole('dialog', { name: 'Versions' })).toBeVisible()
})

test('dialogs of a builder that is open do open without a connection', async ({
  appPage: page,
  api,
}) => {
  const id = await api.createWorkflow(unique('Cut off'), greeting(0))
  const builder = new BuilderPage(page)
  const ahead = ['versions-dialog', 'publish-dialog'].map((name) =>
    page.waitForResponse((response) => response.url().includes(name)),
  )
  await builder.open(id)
  await Promise.all(ahead)
  await page.waitForLoadState('networkidle')

  await page.context().setOffline(true)
  try {
    for (const name of ['Versions', 'Publish']) {
      await page.getByRole('button', { name, exact: true }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    }
    await page.setViewportSize(NARROW)
    await expect(page.getByText('open it on a screen at least 900 px wide')).toBeVisible()
    await expect(builder.card('greet')).toBeVisible()
  } finally {
    await page.context().setOffline(false)
    await page.setViewportSize(WIDE)
  }
})
