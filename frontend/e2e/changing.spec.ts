/** Changing a graph by hand: undo and redo, the clipboard, steps put between others and after them. */
import { expect, test, unique } from './app'
import { BuilderPage, middleOf } from './builder-page'
import { greeting } from './graphs'

// As most people see it: with movement, which most other files do without.
test.use({ contextOptions: {} })

test('9: each gesture is one step of undo, and what is undone is saved too', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(unique('Undone'), greeting(0))
  await builder.open(id)
  const draft = async () => (await api.get(`/api/v1/workflows/${id}`)).draft.graph
  const before = await draft()
  const { x, y } = await middleOf(builder.card('pause'))
  const isAt = (nodeId: string, wanted: number) =>
    expect
      .poll(async () => Math.abs((await middleOf(builder.card(nodeId))).y - wanted))
      .toBeLessThan(2)

  // Two together, one gone, a name typed letter by letter: three gestures.
  await builder.card('done').click()
  await builder.card('pause').click({ modifiers: ['Shift'] })
  await builder.drag(builder.card('pause'), { x, y: y + 120 })
  const moved = (await middleOf(builder.card('pause'))).y
  expect(moved).toBeGreaterThan(y + 100)
  await isAt('done', moved)
  await builder.card('greet').click()
  await app.keyboard.press('Delete')
  await expect(builder.cards).toHaveCount(3)
  // One way in, one way out: its neighbours are joined.
  await expect(builder.edge('Edge from Start to Pause')).toBeAttached()
  await builder.card('pause').click()
  const name = app.getByRole('textbox', { name: 'Name of the step' })
  await name.press('Control+a')
  await name.pressSequentially('Rest')
  await name.press('Enter')
  await builder.saved()

  await app.keyboard.press('Control+z')
  await expect(name).toHaveValue('Pause')
  await expect(builder.cards).toHaveCount(3)
  await app.keyboard.press('Control+z')
  await expect(builder.cards).toHaveCount(4)
  await isAt('pause', moved)
  await app.keyboard.press('Control+z')
  await isAt('pause', y)
  await isAt('done', y)
  await builder.saved()
  expect(await draft()).toEqual(before)
  await app.keyboard.press('Control+z')
  await expect(builder.happened).toContainText('Nothing to undo.')

  for (let gesture = 0; gesture < 3; gesture += 1) await app.keyboard.press('Control+Shift+z')
  await expect(builder.cards).toHaveCount(3)
  await builder.saved()
  await app.reload()
  await expect(builder.cards).toHaveCount(3)
  await expect(builder.card('pause')).toContainText('Rest')
  expect(
    (await draft()).nodes.find((node: { id: string }) => node.id === 'pause').position.y,
  ).toBeGreaterThan(150)
})

test('10 and 11: steps are copied as text, pasted with new ids, and their references follow', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const elsewhere = await api.createWorkflow(unique('Pasted'), greeting(0))
  const graph = greeting(0)
  const headers = { authorization: 'Bearer typed-by-hand', accept: 'text/plain' }
  const config = { url: 'http://shop.invalid/', headers }
  const call = { id: 'call', type: 'http.request', config, position: { x: 280, y: 240 } }
  await builder.open(
    await api.createWorkflow(unique('Copied'), { ...graph, nodes: [...graph.nodes, call] }),
  )

  const chosen = app.locator('.react-flow__node.selected')
  // What is cut is gone here and comes back at the pointer, elsewhere, without its secret.
  await builder.card('call').click()
  await app.keyboard.press('Control+x')
  await expect(builder.card('call')).toHaveCount(0)
  const cut = await app.evaluate(() => navigator.clipboard.readText())
  expect(cut).toContain('text/plain')
  expect(cut).not.toContain('typed-by-hand')

  await builder.card('greet').click()
  await builder.card('done').click({ modifiers: ['Shift'] })
  await app.keyboard.press('Control+c')
  const copied = JSON.parse(await app.evaluate(() => navigator.clipboard.readText()))
  expect(copied.nodes.map((node: { id: string }) => node.id)).toEqual(['greet', 'done'])

  // Where the pointer is.
  const middle = await middleOf(builder.canvas)
  const pointer = { x: middle.x - 240, y: middle.y + 200 }
  await app.mouse.move(pointer.x, pointer.y)
  await app.keyboard.press('Control+v')
  await expect(builder.cards).toHaveCount(6)
  await builder.beginsAt('greet_2', pointer)
  await expect(chosen).toHaveCount(2)
  await builder.card('done_2').click()
  await expect(app.getByRole('textbox', { name: 'Output' })).toContainText(
    'steps.greet_2.output.text',
  )

  // It is text: in a field it stays text, as in what one says to the copilot.
  await app.getByRole('button', { name: 'Copilot' }).click()
  const said = app.getByRole('dialog').getByLabel('What should the workflow do')
  await said.click()
  await app.keyboard.press('Control+v')
  await expect(said).toHaveValue(/"id": "greet"/)
  expect(JSON.parse(await said.inputValue())).toEqual(copied)
  await app.keyboard.press('Escape')
  await expect(builder.cards).toHaveCount(6)

  // In another window, of another workflow. What text from anywhere holds is pasted as well.
  await builder.saved()
  const beside = await app.context().newPage()
  const there = new BuilderPage(beside)
  await there.open(elsewhere)
  await there.canvas.click({ position: { x: 40, y: 600 } })
  await beside.keyboard.press('Control+v')
  await expect(there.cards).toHaveCount(6)
  await expect(there.edge('Edge from Start to Greet')).toBeAttached()
  await expect(there.card('done_2')).toBeVisible()
  await there.saved()
  await beside.evaluate((text) => navigator.clipboard.writeText(text), cut)
  await there.canvas.click({ position: { x: 40, y: 300 } })
  await beside.keyboard.press('Control+v')
  await expect(there.card('call')).toBeVisible()
  await there.saved()
  await beside.close()
  const { draft } = await api.get(`/api/v1/workflows/${elsewhere}`)
  expect(draft.graph.nodes.map((node: { id: string }) => node.id).toSorted()).toEqual(
    ['call', 'done', 'done_2', 'greet', 'greet_2', 'pause', 'start'].toSorted(),
  )
})

test('3, 5 and 6: a step is put into an edge by its plus or by a drop, and after one by A or the plus of its port', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Spliced'), greeting(0)))

  await builder.edge('Edge from Start to Greet').hover({ force: true })
  await app.getByRole('button', { name: 'Add a step here' }).click()
  await builder.pick('set')
  await expect(builder.edge('Edge from Start to set')).toBeAttached()
  await expect(builder.edge('Edge from set to Greet')).toBeAttached()

  const { x, y } = await middleOf(builder.card('pause'))
  await builder.dragFromPalette('Delay', { x: x - 100, y: y + 160 })
  const greet = await middleOf(builder.card('greet'))
  const pause = await middleOf(builder.card('pause'))
  await builder.drag(builder.card('delay'), { x: (greet.x + pause.x) / 2, y: greet.y })
  await expect(builder.edge('Edge from Greet to delay')).toBeAttached()
  await expect(builder.edge('Edge from delay to Pause')).toBeAttached()
  await expect(builder.edge('Edge from Greet to Pause')).toHaveCount(0)

  // After a step that leads somewhere: in between. After one that leads nowhere: behind it.
  await builder.card('pause').click()
  await app.keyboard.press('a')
  await builder.pick('merge')
  await expect(builder.edge('Edge from Pause to merge')).toBeAttached()
  await expect(builder.edge('Edge from merge to Done')).toBeAttached()
  await expect(builder.edge('Edge from Pause to Done')).toHaveCount(0)
  await app.keyboard.press('1')
  await builder.dragFromPalette('Respond', { x: x - 100, y: y + 160 })
  await builder.card('respond').getByRole('button', { name: 'Add a step after out' }).click()
  await builder.pick('fail')
  await expect(builder.edge('Edge from respond to fail')).toBeAttached()
  const [before, after] = [
    await middleOf(builder.card('respond')),
    await middleOf(builder.card('fail')),
  ]
  expect(after.x).toBeGreaterThan(before.x + 100)
  expect(Math.abs(after.y - before.y)).toBeLessThan(24)
})
