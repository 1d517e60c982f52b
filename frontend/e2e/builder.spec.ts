/** Drawing, setting up, publishing and running a workflow, by hand and by keyboard. */
import { expectAccessible } from './accessible'
import { expect, test, unique } from './app'
import { BuilderPage, middleOf, tabTo } from './builder-page'
import { greeting, refused } from './graphs'

/** A service that nodes may call: the shop of the example. */
const SHOP = process.env.NORIA_E2E_SHOP ?? 'http://127.0.0.1:8410'

const NAMED = {
  type: 'object',
  properties: { name: { type: 'string', examples: ['Ada'] } },
  required: ['name'],
}

/** Asks for the name in a form, with an example to begin with. */
const greetingByForm = {
  ...greeting(0),
  nodes: greeting(0).nodes.map((node, index) =>
    index === 0 ? { ...node, config: { input_schema: NAMED } } : node,
  ),
}

// As most people see it: with movement, which the other files do without.
test.use({ contextOptions: {} })

test('2, 4, 26, 31 and 34: a workflow is drawn by hand, published, run and watched', async ({
  app,
}) => {
  const builder = new BuilderPage(app)
  const canvas = () => middleOf(builder.canvas)
  await builder.create(unique('Drawn'))
  const { x, y } = await canvas()

  await builder.dragFromPalette('Start', { x: x - 300, y: y - 60 })
  await expect(builder.card('start')).toBeVisible()
  // Under the pointer, where it was let go.
  const start = await middleOf(builder.card('start'))
  expect(Math.hypot(start.x - (x - 300), start.y - (y - 60))).toBeLessThan(24)
  await app.getByRole('button', { name: 'Add a field' }).click()
  await app.getByRole('textbox', { name: 'Name of new field' }).fill('order_id')
  await app.getByRole('combobox', { name: 'Type of order_id' }).click()
  await app.getByRole('option', { name: 'Whole number' }).click()
  await app.getByRole('textbox', { name: 'Example for order_id' }).fill('7')

  // A line dropped on nothing asks what should be there.
  await builder.drag(builder.port('start', 'out'), { x: x - 40, y: y - 60 })
  await builder.pick('http')
  await expect(builder.edge('Edge from start to http')).toBeAttached()
  const entry = await middleOf(builder.port('http', 'in'))
  expect(Math.hypot(entry.x - (x - 40), entry.y - (y - 60))).toBeLessThan(24)
  // Braces typed into the fixed field make it an expression, with completion.
  await app.getByRole('textbox', { name: 'URL' }).click()
  await app.keyboard.type(`${SHOP}/orders/{{`)
  await app.keyboard.type(' trigger.')
  await builder.complete(/order_id/)
  await app.keyboard.type(' }}')
  await expect(app.getByLabel('Value now:').or(app.getByText(`${SHOP}/orders/7`))).toBeVisible()

  await builder.card('http').focus()
  await app.keyboard.press('a')
  await builder.pick('branch')
  await expect(builder.edge('Edge from http to branch')).toBeAttached()
  await app.getByRole('textbox', { name: 'When' }).click()
  await app.keyboard.press('Control+a')
  await app.keyboard.type('steps.http.output.body.total > 100')

  const branch = await middleOf(builder.card('branch'))
  await builder.drag(builder.port('branch', 'yes'), { x: branch.x - 60, y: branch.y + 160 })
  await builder.pick('end')
  await builder.connect(builder.port('branch', 'no'), builder.port('end', 'in'))
  await expect(builder.edges).toHaveCount(4)
  await app
    .getByRole('radiogroup', { name: 'Output: fixed or expression' })
    .getByText('Expression')
    .click()
  await app.getByRole('textbox', { name: 'Output' }).click()
  await app.keyboard.press('Control+a')
  await app.keyboard.type('{{ steps.http.output.body.id')
  await builder.saved()
  await expect(app.getByRole('button', { name: 'Problems: 0' })).toBeVisible()

  await app.getByRole('button', { name: 'Publish', exact: true }).click()
  await app
    .getByRole('dialog', { name: 'Publish version 1' })
    .getByRole('button', { name: 'Publish' })
    .click()
  await expect(app.getByText('Version 1 is live.')).toBeVisible()
  await expect(app.getByText('v1 · draft')).toBeVisible()

  await app.keyboard.press('Control+Enter')
  await expect(app.getByRole('textbox', { name: 'Order id' })).toHaveValue('7')
  await builder.run()
  const run = app.getByRole('region', { name: 'Run' })
  await builder.ends('Succeeded')
  for (const id of ['start', 'http', 'branch', 'end']) {
    await expect(builder.cardWith(id, 'succeeded')).toBeVisible()
  }
  await expect(run.getByRole('link', { name: 'Open the run' })).toBeVisible()
  await expect(run.getByRole('link', { name: 'Temporal' })).toBeVisible()

  // What the step gave is there to read, and feeds the previews.
  await builder.card('http').click()
  await app.getByRole('tab', { name: 'Last run' }).click()
  await expect(builder.inspector.getByText('customer')).toBeVisible()
  await builder.card('branch').click()
  await app.getByRole('tab', { name: 'Config' }).click()
  await expect(builder.inspector.getByText('true', { exact: true })).toBeVisible()
})

test('a failing step shows its error on the card, in the inspector and in the drawer, and may lead on by its error port', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(unique('Failing'), refused)
  await builder.open(id)

  await app.keyboard.press('Control+Enter')
  await builder.run()

  await expect(builder.cardWith('call', 'failed')).toBeVisible({
    timeout: 30_000,
  })
  await builder.ends('Failed')
  await expect(builder.card('call')).toContainText('not open to nodes')
  await builder.card('call').click()
  await expect(builder.inspector.getByRole('alert')).toContainText('NORIA_ALLOWED_HOSTS')
  await expectAccessible(app)

  await app.getByRole('tab', { name: 'Policy' }).click()
  await app.getByRole('combobox', { name: 'When attempts are spent' }).click()
  await app.getByRole('option', { name: 'port' }).click()
  const { x, y } = await middleOf(builder.card('call'))
  await builder.drag(builder.port('call', 'error'), { x: x - 40, y: y + 160 })
  await builder.pick('set')
  await expect(builder.edge('Edge from call to set')).toBeAttached()
  await expect(app.getByRole('button', { name: 'Problems: 0' })).toBeVisible()
  await builder.saved()
  const { draft } = await api.get(`/api/v1/workflows/${id}`)
  expect(draft.graph.edges).toContainEqual({ from: 'call', port: 'error', to: 'set' })
  await app.getByRole('tab', { name: 'Config' }).click()
  await app.keyboard.press('Control+Enter')
  await builder.run()
  await builder.ends('Succeeded')
  await expect(builder.cardWith('set', 'succeeded')).toBeVisible()
})

test('21: a new id goes along into everything that reads the step', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Renamed'), greeting(0)))

  await builder.card('greet').click()
  await app.keyboard.press('F2')
  // On the card itself: what it is called by, and not a field far from it.
  const onCard = app.getByRole('textbox', { name: 'New id of the step' })
  await expect(onCard).toBeFocused()
  await expect(onCard).toHaveValue('greet')
  const [field, card] = [await onCard.boundingBox(), await builder.card('greet').boundingBox()]
  if (!field || !card) throw new Error('the field or the card is not drawn')
  expect(field.x).toBeGreaterThan(card.x)
  expect(field.x + field.width).toBeLessThan(card.x + card.width)
  expect(field.y + field.height).toBeLessThan(card.y + card.height)
  await app.keyboard.press('Escape')
  await expect(onCard).toBeHidden()
  await expect(builder.card('greet')).toBeFocused()

  await app.keyboard.press('F2')
  // An id that cannot be is explained, and not taken.
  await app.keyboard.type('pause')
  await expect(app.getByRole('alert')).toBeVisible()
  await app.keyboard.press('Enter')
  await expect(onCard).toBeVisible()
  await onCard.fill('hello')
  await app.keyboard.press('Enter')
  await expect(builder.card('hello')).toBeFocused()

  // In the inspector an id that cannot be covers nothing.
  const id = app.getByRole('textbox', { name: 'Id of the step', exact: true })
  await id.fill('pause')
  await expect(builder.inspector.getByRole('alert')).toBeVisible()
  await app.getByRole('tab', { name: 'Policy' }).click({ trial: true })
  await id.fill('welcome')
  await app.keyboard.press('Enter')
  await builder.card('done').click()

  await expect(app.getByRole('textbox', { name: 'Output' })).toContainText(
    'steps.welcome.output.text',
  )
  await builder.saved()
  await expect(app.getByRole('button', { name: 'Problems: 0' })).toBeVisible()
})

test('36: a problem leads to the field that has it, and errors alone keep from publishing', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const graph = greeting(0)
  await builder.open(await api.createWorkflow(unique('Wrong'), graph))

  await builder.card('done').click()
  await app.getByRole('textbox', { name: 'Output' }).click()
  await expect(app.locator('.cm-content:focus')).toBeVisible()
  await app.keyboard.press('Control+a')
  await app.keyboard.type('{{ steps.nobody.output')
  await expect(app.getByRole('button', { name: 'Problems: 1' })).toBeVisible()
  // On the card and under the field, in the same words.
  const badge = builder.card('done').getByRole('button', { name: '1 problem: show' })
  const words = (await badge.getAttribute('title')) ?? ''
  expect(words).toContain('nobody')
  await expect(builder.inspector.getByText(words)).toBeVisible()
  await builder.card('start').click()
  await app.keyboard.press('Shift+p')
  await app
    .getByRole('region', { name: 'Problems' })
    .getByRole('button', { name: /nobody/ })
    .click()

  await expect(app.getByRole('textbox', { name: 'Output' })).toBeFocused()
  await app.getByRole('button', { name: 'Publish', exact: true }).click()
  const dialog = app.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled()
  await dialog.getByRole('button', { name: /nobody/ }).click()
  await expect(app.getByRole('textbox', { name: 'Output' })).toBeFocused()

  // What may be missing when it is read is a warning.
  await app.keyboard.press('Control+a')
  await app.keyboard.type('{{ steps.greet.output.text')
  await expect(app.getByRole('button', { name: 'Problems: 0' })).toBeVisible()
  await builder.card('greet').click()
  await app.keyboard.press('d')
  await expect(app.getByRole('button', { name: 'Problems: 1' })).toBeVisible()
  await app.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(dialog).toContainText('1 warning: it can be published all the same.')
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(app.getByText('Version 1 is live.')).toBeVisible()
})

test('6, 23 and 39: three steps are drawn, connected and run with the keyboard alone', async ({
  app,
}) => {
  const builder = new BuilderPage(app)
  await builder.create(unique('By keyboard'))

  await app.keyboard.press('n')
  await builder.pick('start')
  await expect(builder.card('start')).toBeFocused()
  await app.keyboard.press('a')
  await builder.pick('set')
  await expect(builder.card('set')).toBeFocused()
  await expect(builder.edge('Edge from start to set')).toBeAttached()
  await app.keyboard.press('Enter')
  await expect(app.getByRole('textbox', { name: 'Name of the step' })).toBeFocused()
  await app.keyboard.type('Count')
  await app.keyboard.press('Enter')
  await expect(builder.card('set')).toBeFocused()
  // Esc closes the settings, from a field of theirs and from the card; Enter opens them again.
  const heading = app.getByRole('textbox', { name: 'Name of the step' })
  for (const from of [heading, builder.card('set')]) {
    await app.keyboard.press('Enter')
    await expect(heading).toBeFocused()
    await from.focus()
    await app.keyboard.press('Escape')
    await expect(heading).toHaveCount(0)
    await expect(builder.card('set')).toBeFocused()
  }
  await app.keyboard.press('Enter')
  await expect(heading).toHaveValue('Count')
  await app.keyboard.press('Enter')
  await expect(builder.card('set')).toBeFocused()

  // Not wired: connected with C.
  await app.keyboard.press('Escape')
  await app.keyboard.press('n')
  await builder.pick('end')
  await expect(builder.card('end')).toBeFocused()
  await tabTo(app, builder.card('set'), 'Shift+Tab')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('textbox', { name: 'Name of the step' })).toBeFocused()
  await app.keyboard.press('Shift+F6')
  await expect(builder.card('set')).toBeFocused()
  await app.keyboard.press('c')
  await builder.pick('end')
  await expect(builder.edge('Edge from Count to end')).toBeAttached()
  await expect(app.getByRole('log', { name: 'What happened' })).toContainText('Count connected to')

  // Walk along the edges, move by arrows: four presses are one step of undo.
  await app.keyboard.press('Alt+ArrowLeft')
  await expect(builder.card('start')).toBeFocused()
  await app.keyboard.press('Alt+ArrowRight')
  await expect(builder.card('set')).toBeFocused()
  const before = await middleOf(builder.card('set'))
  for (let press = 0; press < 4; press += 1) await app.keyboard.press('ArrowDown')
  expect((await middleOf(builder.card('set'))).y).toBeGreaterThan(before.y + 10)
  await app.keyboard.press('Control+z')
  expect(Math.abs((await middleOf(builder.card('set'))).y - before.y)).toBeLessThan(2)

  // A field of its settings, and back to the canvas.
  await app.keyboard.press('F6')
  await tabTo(app, app.getByRole('button', { name: 'Add values' }))
  await app.keyboard.press('Enter')
  await tabTo(
    app,
    builder.inspector.getByRole('textbox', { name: 'Name', exact: true }),
    'Shift+Tab',
  )
  await app.keyboard.type('total')
  await tabTo(app, builder.inspector.getByRole('textbox', { name: 'Value' }))
  await app.keyboard.type('twelve')
  await builder.saved()
  await app.keyboard.press('Control+Enter')
  await tabTo(app, app.getByRole('dialog', { name: 'Run' }).getByRole('button', { name: 'Run' }))
  await app.keyboard.press('Enter')
  await builder.ends('Succeeded')
})

test('the builder is accessible, in light and dark, with everything open', async ({ app, api }) => {
  test.slow()
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Seen'), greetingByForm))
  await expectAccessible(app)

  await builder.card('greet').click()
  await expectAccessible(app)
  await app.getByRole('tab', { name: 'Policy' }).click()
  await expectAccessible(app)
  await app.getByRole('tab', { name: 'Docs' }).click()
  await expectAccessible(app)
  await builder.card('start').click()
  await app.getByRole('tab', { name: 'Config' }).click()
  await expectAccessible(app)
  await app.keyboard.press('Shift+p')
  await app.keyboard.press('Control+Enter')
  await expectAccessible(app)
  await builder.run()
  await builder.ends('Succeeded')
  await expectAccessible(app)
  await app.keyboard.press('n')
  await expectAccessible(app)
})

test('on a small screen the workflow is there to look at', async ({ app, api }) => {
  const id = await api.createWorkflow(unique('Small'), greeting(0))
  await app.setViewportSize({ width: 600, height: 900 })
  await app.goto(`/workflows/${id}`)

  await expect(app.getByText('open it on a screen at least 900 px wide')).toBeVisible()
  await expect(app.locator('.react-flow__node')).toHaveCount(4)
  await expectAccessible(app)
})
