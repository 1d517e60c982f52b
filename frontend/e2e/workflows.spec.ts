import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { BuilderPage, middleOf } from './builder-page'
import { greeting } from './graphs'

test('a workflow is found, renamed, archived and brought back', async ({ app, api }) => {
  const name = `Listed ${Date.now()}`
  await api.createWorkflow(name, greeting(0))
  await app.goto('/workflows')
  await app.getByRole('searchbox', { name: 'Search workflows' }).fill(name)
  await expect(app.getByRole('row')).toHaveCount(2)
  await expectAccessible(app)

  await app.getByRole('button', { name: `Actions for ${name}` }).click()
  await app.getByRole('menuitem', { name: 'Rename…' }).click()
  await app.getByRole('textbox', { name: 'Name' }).fill(`${name} anew`)
  await app.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(app.getByRole('link', { name: `${name} anew` })).toBeVisible()

  await app.getByRole('button', { name: `Actions for ${name} anew` }).click()
  await app.getByRole('menuitem', { name: 'Archive' }).click()
  await expect(app.getByRole('link', { name: `${name} anew` })).toBeHidden()
  await app.getByRole('button', { name: 'Undo' }).click()
  await expect(app.getByRole('link', { name: `${name} anew` })).toBeVisible()
})

test('a name leads into the builder', async ({ app }) => {
  await app.goto('/workflows')
  await expect(app.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  await app.keyboard.press('c')
  await app.getByRole('dialog').getByLabel('Name').fill(`Drawn ${Date.now()}`)
  await app.keyboard.press('Enter')

  await expect(app).toHaveURL(/\/workflows\/[0-9a-f-]{36}/)
})

test('everything can be reached from the palette', async ({ app, api }) => {
  const name = `Palette ${Date.now()}`
  await api.createWorkflow(name, greeting(0))
  await app.goto('/workflows')
  await expect(app.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  await app.keyboard.press('Control+k')
  await app.keyboard.type(name)
  await expect(app.getByRole('option', { name })).toHaveAttribute('aria-selected', 'true')
  await expectAccessible(app)
  await app.keyboard.press('Enter')
  await expect(app).toHaveURL(/\/workflows\/[0-9a-f-]{36}/)
})

test('the shortcut sheet shows what works here', async ({ app }) => {
  await app.goto('/workflows')
  await expect(app.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  await app.keyboard.press('?')

  await expect(app.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText(
    'New workflow',
  )
  await expectAccessible(app)
})

test('a workflow is given limits', async ({ app, api }) => {
  const name = `Limited ${Date.now()}`
  await api.createWorkflow(name, greeting(0))
  await app.goto('/workflows')
  await app.getByRole('searchbox', { name: 'Search workflows' }).fill(name)
  await app.getByRole('button', { name: `Actions for ${name}` }).click()
  await app.getByRole('menuitem', { name: 'Limits…' }).click()
  const dialog = app.getByRole('dialog')
  await dialog.getByLabel('At the same time').fill('2')
  await dialog.getByLabel('Start at most').fill('100')
  await expect(dialog.getByText('A rate needs both numbers.')).toBeVisible()
  await expectAccessible(app)
  await dialog.getByLabel('runs in').fill('60')
  await app.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  await app.reload()
  await app.getByRole('searchbox', { name: 'Search workflows' }).fill(name)
  await app.getByRole('button', { name: `Actions for ${name}` }).click()
  await app.getByRole('menuitem', { name: 'Limits…' }).click()
  await expect(app.getByLabel('At the same time')).toHaveValue('2')
  await expect(app.getByLabel('runs in')).toHaveValue('60')
})

test('a graph without places opens laid out, and looking at it saves nothing', async ({
  app,
  api,
}) => {
  const graph = greeting(0)
  const nodes = graph.nodes.map((node) => ({ ...node, position: undefined }))
  const id = await api.createWorkflow(`By code ${Date.now()}`, { ...graph, nodes })
  const stored = async () => (await api.get(`/api/v1/workflows/${id}`)).draft
  const before = await stored()
  const builder = new BuilderPage(app)
  await builder.open(id)

  const places = []
  for (const each of ['start', 'greet', 'pause', 'done']) {
    places.push((await middleOf(builder.card(each))).x)
  }
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(new Set(places).size).toBe(4)
  expect(await stored()).toEqual(before)
  await builder.card('greet').focus()
  await app.keyboard.press('Enter')
  await builder.card('greet').focus()
  await app.keyboard.press('ArrowDown')
  await builder.saved()
  await expect.poll(async () => (await stored()).revision).toBeGreaterThan(before.revision)
  expect((await stored()).graph.nodes.at(-1).position.x).toBeGreaterThan(500)
})
