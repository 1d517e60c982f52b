/** Interactions with data and runs, by their number in the design. */

import { expectAccessible } from './accessible'
import { expect, test, unique } from './app'
import { BuilderPage } from './builder-page'
import { greeting, heldStep, missingValue } from './graphs'

const at = (x: number) => ({ position: { x, y: 80 } })

const orders = {
  nodes: [
    { id: 'start', type: 'start', ...at(0) },
    {
      id: 'make',
      type: 'set',
      name: 'Make orders',
      config: {
        values: {
          orders: [
            { id: 1, who: 'Ada' },
            { id: 2, who: 'Bob' },
          ],
        },
      },
      ...at(280),
    },
    { id: 'take', type: 'set', name: 'Take', config: { values: { first: 'x' } }, ...at(560) },
  ],
  edges: [
    { from: 'start', to: 'make' },
    { from: 'make', to: 'take' },
  ],
}

test('8: text is replaced everywhere at once, and it is one undo', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  const graph = greeting(0)
  const nodes = graph.nodes.map((node) =>
    'id' in node && node.id === 'pause' ? { ...node, name: 'Hello again' } : node,
  )
  const id = await api.createWorkflow(unique('Replaced'), { ...graph, nodes })
  await builder.open(id)
  const draft = async () => JSON.stringify((await api.get(`/api/v1/workflows/${id}`)).draft.graph)
  const before = await draft()

  await app.keyboard.press('Control+h')
  const dialog = app.getByRole('dialog', { name: 'Replace in the workflow' })
  await dialog.getByLabel('Find', { exact: true }).fill('Hello')
  await expect(dialog.getByRole('status')).toHaveText('Found in 2 places')
  await dialog.getByLabel('Replace with').fill('Good day')
  await expectAccessible(app)
  await app.keyboard.press('Enter')
  await expect(builder.happened).toContainText('Replaced in 2 places.')
  await expect(builder.card('pause')).toContainText('Good day again')
  await builder.saved()
  expect(await draft()).toBe(before.replaceAll('Hello', 'Good day'))

  await expect(dialog).toBeHidden()
  await app.keyboard.press('Control+z')
  await expect(builder.card('pause')).toContainText('Hello again')
  await builder.saved()
  expect(await draft()).toBe(before)
})

test('34: completion comes with braces and by Mod+Space, the value and errors stand below', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(unique('Completed'), greeting(0))
  const runId = await api.runDraft(id, { name: 'Ada' }, { wait: 20 })
  await app.goto(`/workflows/${id}?run=${runId}`)
  await builder.card('done').click()
  const value = builder.inspector.getByText('Hello, Ada!', { exact: true })
  // The run's data is there, so nothing comes between any more.
  await expect(value).toBeVisible()
  await app.getByRole('textbox', { name: 'Output' }).click()
  await app.keyboard.press('Control+a')
  await app.keyboard.type('{{')
  await expect(value).toBeHidden()
  await expect(app.getByRole('option', { name: /^steps/ })).toBeVisible()
  await app.keyboard.type(' steps.greet.output.')
  const offered = app.getByRole('option', { name: /^text/ })
  await expect(offered).toBeVisible()
  await app.keyboard.press('Escape')
  await expect(offered).toBeHidden()
  await app.keyboard.press('Control+Space')
  await builder.complete(/^text/)
  await expect(value).toBeVisible()

  // What is wrong is said at once, and the server says the same when it is saved.
  let save = () => {}
  const mayBeSaved = new Promise<void>((done) => {
    save = done
  })
  await app.route('**/draft*', async (route) => {
    await mayBeSaved
    await route.continue()
  })
  await app.keyboard.press('Control+a')
  await app.keyboard.type('{{ trigger.name +')
  const said = builder.inspector.locator('p.text-failed')
  // Not what was wrong with the half of it.
  await expect(said).toContainText('Unexpected end of the expression')
  const [atOnce] = (await said.innerText()).split(' (in: ')
  const saved = app.waitForResponse(
    async (answer) =>
      answer.request().method() === 'PUT' &&
      (answer.request().postData() ?? '').includes('trigger.name +'),
  )
  save()
  const { problems } = await (await saved).json()
  expect(problems[0].message).toContain(atOnce)
})

test('30: a past run is loaded, and the draft goes on from where it failed', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(unique('Loaded'), missingValue)
  const failed = await api.runDraft(id, { items: null }, { wait: 20 })
  // It is not the newest one.
  await api.runDraft(id, { items: { total: 1 } }, { wait: 20 })
  await builder.open(id)

  await app.keyboard.press('o')
  const sheet = app.getByRole('dialog', { name: 'Load a past run' })
  await expect(sheet.getByRole('option')).toHaveCount(2)
  await expectAccessible(app)
  await sheet.getByRole('combobox').fill(failed.slice(0, 13))
  await expect(sheet.getByRole('option')).toHaveCount(1)
  await sheet.getByRole('combobox').fill('succ')
  await expect(sheet.getByRole('option', { name: 'Succeeded' })).toBeVisible()
  await expect(sheet.getByRole('option')).toHaveCount(1)
  await sheet.getByRole('combobox').fill('no such error')
  await expect(sheet.getByText('Nothing fits “no such error”.')).toBeVisible()
  await sheet.getByRole('combobox').fill('total')
  await sheet.getByRole('option', { name: failed.slice(0, 13) }).click()
  await expect(builder.cardWith('calc', 'failed')).toBeVisible()
  const drawer = app.getByRole('region', { name: 'Run' })
  await expect(drawer.getByRole('link', { name: 'Open the run' })).toHaveAttribute(
    'href',
    new RegExp(failed),
  )

  await builder.card('calc').click()
  await builder.inspector.getByRole('textbox', { name: 'total' }).last().click()
  await app.keyboard.press('Control+a')
  await app.keyboard.type('{{ trigger.items?.total ?? 0')
  await drawer.getByRole('button', { name: 'Run the draft from where it failed' }).click()
  await builder.ends('Succeeded')
  await expect(builder.cardWith('calc', 'succeeded')).toBeVisible()
  // With the input of that run, and with what came before the failure taken from it.
  const { items } = await api.get(`/api/v1/runs?workflow_id=${id}`)
  expect(items[0]).toMatchObject({ parent_run_id: failed, status: 'succeeded' })
  const run = await api.get(`/api/v1/runs/${items[0].id}`)
  expect(run.input).toEqual({ items: null })
  const steps = await api.get(`/api/v1/runs/${items[0].id}/steps`)
  expect(steps).toContainEqual(expect.objectContaining({ node_id: 'start', reused_from: failed }))
  expect(steps).toContainEqual(
    expect.objectContaining({ node_id: 'calc', reused_from: null, output: { total: 0 } }),
  )
})

test('30: the run page opens the builder with its run on the canvas', async ({ app, api }) => {
  const id = await api.createWorkflow(unique('Opened'), orders)
  const run = await api.runDraft(id, {}, { wait: 20 })

  await app.goto(`/runs/${run}`)
  await app.getByRole('button', { name: 'More actions' }).first().click()
  await app.getByRole('menuitem', { name: 'Open in the builder' }).click()
  await expect(new BuilderPage(app).cardWith('take', 'succeeded')).toBeVisible()
})

test('32 and 33: a step shown large: data as shape, table and JSON, searched, dragged into a field', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(unique('Large'), orders)
  const run = await api.runDraft(id, {}, { wait: 20 })
  await app.goto(`/workflows/${id}?run=${run}`)
  await builder.card('take').click()
  await app.keyboard.press('Shift+F')
  const input = app.getByRole('region', { name: 'Input', exact: true })
  await expect(app.getByRole('region', { name: 'Output', exact: true })).toContainText('first')
  await input.getByRole('combobox').click()
  await app.getByRole('option', { name: 'Make orders' }).click()

  const views = input.getByRole('radiogroup', { name: 'Show Make orders as' })
  await views.getByRole('radio', { name: 'Schema' }).click({ force: true })
  await expect(input.getByRole('tree', { name: 'Shape of Make orders' })).toContainText('orders')
  await views.getByRole('radio', { name: 'Table' }).click({ force: true })
  await expect(input.getByRole('columnheader', { name: 'who' })).toBeVisible()
  await views.getByRole('radio', { name: 'JSON' }).click({ force: true })
  await expect(input.getByRole('region', { name: 'Make orders as JSON' })).toContainText('"Bob"')
  await expectAccessible(app)

  await input.getByRole('button', { name: 'Search in Make orders' }).click()
  await input.getByRole('searchbox').fill('bob')
  const found = input.getByTitle('Insert steps.make.output.orders[1].who')
  const field = app.getByRole('textbox', { name: 'first' }).last()
  await found.dragTo(field)
  await expect(app.getByText('{{ steps.make.output.orders[1].who }}').first()).toBeVisible()
  await expect(app.getByText('Bob', { exact: true }).last()).toBeVisible()

  // Without a pointer: the caret was in the expression last.
  const code = app.getByRole('textbox', { name: 'first' }).last()
  await code.click()
  await app.keyboard.press('Control+a')
  await app.keyboard.press('Delete')
  await found.press('Enter')
  await expect(code).toContainText('steps.make.output.orders[1].who')
  await app.getByRole('button', { name: 'Back to the canvas' }).click()
  await expect(builder.card('take')).toBeFocused()
})

test('a held step is mended by its form in the builder, and the run goes on', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(unique('Mended'), heldStep)
  const run = await api.runDraft(id, { items: null })
  await app.goto(`/workflows/${id}?run=${run}`)
  await expect(builder.cardWith('calc', 'paused')).toBeVisible({ timeout: 20_000 })

  await builder.card('calc').click()
  const hold = app.getByRole('region', { name: 'The step waits for you' })
  await expect(hold).toBeVisible()
  await expectAccessible(app)
  await builder.inspector.getByRole('textbox', { name: 'total' }).last().click()
  await app.keyboard.press('Control+a')
  await app.keyboard.type('{{ trigger.items?.total ?? 7')
  await hold.getByRole('button', { name: 'Try again with these settings' }).click()
  await builder.ends('Succeeded')
  await expect(hold).toHaveCount(0)
})

test('26 and 31: cards and edges tell what happens while a run goes on, which Mod+Enter stops', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const retry = { max_attempts: 50, initial_interval_s: 1, max_interval_s: 1 }
  const graph = {
    nodes: [
      { id: 'start', type: 'start', ...at(0) },
      {
        id: 'each',
        type: 'for_each',
        name: 'Each',
        config: { items: [1, 2, 3] },
        position: { x: 280, y: 0 },
      },
      {
        id: 'one',
        type: 'set',
        parent: 'each',
        config: { values: { n: '{{ item }}' } },
        position: { x: 40, y: 56 },
      },
      {
        id: 'call',
        type: 'http.request',
        config: { url: 'http://shop.invalid/' },
        policy: { retry },
        position: { x: 660, y: 0 },
      },
      { id: 'pause', type: 'delay', config: { seconds: 600 }, position: { x: 660, y: 160 } },
    ],
    edges: [
      { from: 'start', to: 'each' },
      { from: 'each', to: 'call' },
      { from: 'each', to: 'pause' },
    ],
  }
  await builder.open(await api.createWorkflow(unique('Counted'), graph))
  await app.keyboard.press('Control+Enter')
  await builder.run()

  await expect(builder.cardWith('one', 'succeeded')).toContainText(/\d (ms|s)/)
  await expect(builder.card('each')).toContainText('3 items')
  // Tried again and again: the card counts. The line to what is at work is live, the one to what waits rests.
  await expect(builder.card('call')).toContainText(/×[2-9]/, { timeout: 40_000 })
  const live = builder.edge('Edge from Each to call').locator('[data-run=live]')
  await expect(live).toHaveCount(1)
  const resting = builder.edge('Edge from Each to pause').locator('[data-run=resting]')
  await expect(resting).toHaveCount(1)
  expect(await resting.evaluate((line) => getComputedStyle(line).animationName)).toBe('none')
  // It marches, unless the person wants no movement.
  const marches = () =>
    live.evaluate((line) => {
      const { animationName, animationIterationCount } = getComputedStyle(line)
      return animationName !== 'none' && animationIterationCount === 'infinite'
    })
  expect(await marches()).toBe(false)
  await app.emulateMedia({ reducedMotion: 'no-preference' })
  await expect.poll(marches).toBe(true)
  await app.emulateMedia({ reducedMotion: 'reduce' })
  await expect.poll(marches).toBe(false)

  await app.keyboard.press('Control+Enter')
  const header = app.getByRole('region', { name: 'Run' }).locator('header')
  await expect(header.getByText('Cancelled', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(live).toHaveCount(0)
})
