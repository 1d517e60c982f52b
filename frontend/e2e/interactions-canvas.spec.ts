/** Interactions of the canvas by their number in the design: adding, arranging, notes, groups. */

import { expectAccessible } from './accessible'
import { expect, test, unique } from './app'
import { BuilderPage, middleOf } from './builder-page'
import { greeting } from './graphs'

test('1: a step is added by Tab, by N and by a double click, where the pointer is or in the middle', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Added'), greeting(0)))
  const middle = await middleOf(builder.canvas)
  const ground = { x: middle.x, y: middle.y + 220 }

  await app.mouse.click(ground.x, ground.y)
  await app.keyboard.press('Tab')
  await builder.pick('delay')
  await builder.beginsAt('delay', ground)

  await app.keyboard.press('Escape')
  const above = { x: ground.x - 120, y: ground.y - 440 }
  await app.mouse.move(above.x, above.y)
  await app.keyboard.press('n')
  await builder.pick('merge')
  await builder.beginsAt('merge', above)

  const left = { x: ground.x - 320, y: ground.y }
  await app.mouse.dblclick(left.x, left.y)
  await builder.pick('fail')
  await builder.beginsAt('fail', left)
  // Wired to nothing: that is for the hand to say.
  await expect(builder.edges).toHaveCount(3)

  // No pointer over the canvas: in the middle of what is seen, where it is free.
  await app.keyboard.press('Escape')
  await app.getByRole('navigation', { name: 'Palette' }).hover({ position: { x: 8, y: 8 } })
  await app.keyboard.press('n')
  await builder.pick('set')
  const inSight = await middleOf(builder.card('set'))
  expect(Math.abs(inSight.x - middle.x)).toBeLessThan(24)
  expect(Math.abs(inSight.y - middle.y)).toBeLessThan(160)
})

test('7: one field leads to steps, workflows, runs, pages and commands', async ({ app, api }) => {
  const name = unique('Reached')
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(name, greeting(0))
  const run = await api.runDraft(id, { name: 'Ada' }, { wait: 20 })
  await builder.open(id)

  await app.keyboard.press('Control+k')
  const palette = app.getByRole('dialog', { name: 'Go to anything' })
  await palette.getByRole('combobox').fill('greet')
  await expectAccessible(app)
  await palette.getByRole('option', { name: /Greet/ }).first().click()
  await expect(builder.card('greet')).toHaveClass(/selected/)

  await app.keyboard.press('Control+k')
  await palette.getByRole('combobox').fill('lay out')
  await app.keyboard.press('Enter')
  await expect(builder.happened).toContainText('Laid out.')

  await app.keyboard.press('Control+k')
  await palette.getByRole('combobox').fill(name)
  await expect(palette.getByRole('option', { name: new RegExp(name) }).first()).toBeVisible()
  await palette.getByRole('combobox').fill(run)
  await palette.getByRole('option', { name: new RegExp(run.slice(0, 13)) }).click()
  await expect(app).toHaveURL(new RegExp(`/runs/${run}`))
  await app.keyboard.press('Control+k')
  await palette.getByRole('combobox').fill('api keys')
  await palette.getByRole('option', { name: /API keys/ }).click()
  await expect(app).toHaveURL(/settings/)
})

test('12: Alt and a drag leave a copy, and so does Mod+D', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  const config = { url: 'http://shop.invalid/', headers: { authorization: 'Bearer typed-by-hand' } }
  const call = { id: 'call', type: 'http.request', config, position: { x: 280, y: 240 } }
  const graph = greeting(0)
  const id = await api.createWorkflow(unique('Doubled'), {
    ...graph,
    nodes: [...graph.nodes, call],
  })
  await builder.open(id)
  const pause = await middleOf(builder.card('pause'))

  await builder.drag(builder.card('pause'), { x: pause.x, y: pause.y + 160 }, 'Alt')
  await expect(builder.card('pause_2')).toBeVisible()
  expect(Math.abs((await middleOf(builder.card('pause'))).y - pause.y)).toBeLessThan(3)
  const copy = await middleOf(builder.card('pause_2'))
  expect(Math.hypot(copy.x - pause.x, copy.y - pause.y - 160)).toBeLessThan(24)
  await app.keyboard.press('Control+d')
  await expect(builder.card('pause_3')).toBeVisible()
  await app.keyboard.press('Control+z')
  await expect(builder.card('pause_3')).toHaveCount(0)

  // All of it: it does not leave the workflow, as what is copied does.
  const from = await middleOf(builder.card('call'))
  await builder.drag(builder.card('call'), { x: from.x - 240, y: from.y + 100 }, 'Alt')
  await expect(builder.card('call_2')).toBeVisible()
  await builder.saved()
  const { draft } = await api.get(`/api/v1/workflows/${id}`)
  expect(
    draft.graph.nodes.filter((node: { type: string }) => node.type === 'http.request'),
  ).toEqual([expect.objectContaining({ config }), expect.objectContaining({ config })])
})

test('15: several are lined up from their toolbar, and a dragged card snaps to lines', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const graph = greeting(0)
  const steps = {
    ...graph,
    nodes: graph.nodes.map((node, n) => ({ ...node, position: { x: n * 280, y: 40 + n * 56 } })),
  }
  await builder.open(await api.createWorkflow(unique('Lined up'), steps))
  const tools = app.getByRole('toolbar', { name: 'What is chosen' })
  const top = async (id: string) => (await builder.card(id).boundingBox())?.y ?? 0

  await expect(tools).toHaveCount(0)
  await app.keyboard.press('Control+a')
  await expect(tools).toBeVisible()
  await expectAccessible(app)
  await tools.getByRole('button', { name: 'Align top' }).click()
  const tops = () => Promise.all(['start', 'greet', 'pause', 'done'].map(top))
  await expect.poll(async () => new Set(await tops()).size).toBe(1)
  await app.keyboard.press('Control+z')
  await expect.poll(async () => (await top('done')) - (await top('start'))).toBeGreaterThan(50)

  // The same gaps: those in between move, the outermost stay.
  const [first, , , last] = await tops()
  await builder.drag(builder.card('greet'), {
    ...(await middleOf(builder.card('greet'))),
    y: (last ?? 0) + 20,
  })
  await app.keyboard.press('Control+a')
  await tools.getByRole('button', { name: 'Same gaps down' }).click()
  await expect
    .poll(async () => {
      const sorted = (await tops()).toSorted((a, b) => a - b)
      const gaps = sorted.slice(1).map((each, n) => each - (sorted[n] ?? 0))
      return Math.max(...gaps) - Math.min(...gaps)
    })
    .toBeLessThan(2)
  const [firstAfter, , , lastAfter] = await tops()
  const height = (last ?? 0) - (first ?? 0)
  expect(Math.abs((lastAfter ?? 0) - (firstAfter ?? 0) - height)).toBeLessThan(2)
  await app.keyboard.press('Control+z')

  // Near the line of the card beside it: both lines are drawn while it is dragged.
  await app.keyboard.press('Escape')
  const from = await middleOf(builder.card('done'))
  const beside = await middleOf(builder.card('pause'))
  await app.mouse.move(from.x, from.y)
  await app.mouse.down()
  await app.mouse.move(from.x + 40, beside.y + 20, { steps: 4 })
  await app.mouse.move(from.x + 40, beside.y + 2, { steps: 4 })
  await expect(app.locator('[data-snap-line="y"]')).toBeAttached()
  await app.mouse.up()
  await expect(app.locator('[data-snap-line]')).toHaveCount(0)
  await expect.poll(async () => Math.abs((await top('done')) - (await top('pause')))).toBe(0)
})

test('20: Delete joins the neighbours of a step with one way in and one out', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Deleted'), greeting(0)))

  await builder.card('greet').click()
  await app.keyboard.press('Delete')
  await expect(builder.edge('Edge from Start to Pause')).toBeAttached()
  await expect(builder.card('greet')).toHaveCount(0)
  await app.keyboard.press('Control+z')
  await expect(builder.edge('Edge from Start to Greet')).toBeAttached()
  await expect(builder.edges).toHaveCount(3)

  // With two ways out nobody knows which one is meant: nothing is joined.
  await builder.connect(builder.port('greet', 'out'), builder.port('done', 'in'))
  await expect(builder.edges).toHaveCount(4)
  await builder.card('greet').click()
  await app.keyboard.press('Delete')
  await expect(builder.edges).toHaveCount(1)
})

test('22: a disabled step is struck out, and a run passes through it', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  const graph = greeting(600)
  const nodes = graph.nodes.filter((node) => 'id' in node && node.id !== 'greet')
  const edges = [
    { from: 'start', to: 'pause' },
    { from: 'pause', to: 'done' },
  ]
  const end = { id: 'done', type: 'end', name: 'Done', position: { x: 840, y: 80 } }
  const short = { nodes: [...nodes.slice(0, 2), end], edges }
  await builder.open(await api.createWorkflow(unique('Disabled'), short))

  await builder.card('pause').click()
  await app.keyboard.press('d')
  await expect(builder.card('pause').getByRole('img', { name: 'Disabled' })).toBeVisible()
  await expect(builder.happened).toContainText('runs pass through')
  await expectAccessible(app)
  await builder.saved()
  await app.keyboard.press('Control+Enter')
  await builder.run()
  // The pause of ten minutes is not waited for.
  await builder.ends('Succeeded')
  await expect(builder.cardWith('done', 'succeeded')).toBeVisible()

  await builder.card('pause').click({ button: 'right' })
  await app.getByRole('menuitem', { name: 'Enable' }).click()
  await expect(app.getByRole('img', { name: 'Disabled' })).toHaveCount(0)
})

test('24: a note is written in Markdown, tinted, resized and kept', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Noted'), greeting(0)))
  const middle = await middleOf(builder.canvas)

  const pointer = { x: middle.x - 200, y: middle.y + 120 }
  await app.mouse.move(pointer.x, pointer.y)
  await app.keyboard.press('Shift+S')
  const field = app.getByRole('textbox', { name: 'Text of the note' })
  await expect(field).toBeFocused()
  await app.keyboard.type('# Why\n\n- **because** <img src=x onerror=alert(1)>')
  await app.keyboard.press('Escape')
  const note = app.locator('.react-flow__node-note')
  const where = await note.boundingBox()
  expect(Math.hypot((where?.x ?? 0) - pointer.x, (where?.y ?? 0) - pointer.y)).toBeLessThan(24)
  await expect(note.getByRole('heading', { name: 'Why' })).toBeVisible()
  await expect(note.locator('strong')).toHaveText('because')
  await expect(note.locator('img')).toHaveCount(0)

  await note.click()
  await expectAccessible(app)
  const seen = new Set<string>()
  for (const tint of ['Sand', 'Rose', 'Leaf', 'Sky', 'Iris', 'Stone', 'Sand']) {
    const button = note.getByRole('button', { name: `Tint: ${tint}` })
    await expect(button).toBeVisible()
    seen.add(
      await note
        .locator('.note-sheet')
        .evaluate((sheet) => getComputedStyle(sheet).backgroundColor),
    )
    await button.click()
  }
  expect(seen.size).toBe(6)
  await expect(note.getByRole('button', { name: 'Tint: Rose' })).toBeVisible()
  const before = await note.boundingBox()
  const corner = note.locator('.react-flow__resize-control.bottom.right.handle')
  await builder.drag(corner, {
    x: (before?.x ?? 0) + (before?.width ?? 0) + 80,
    y: (before?.y ?? 0) + (before?.height ?? 0) + 40,
  })
  await expect
    .poll(async () => (await note.boundingBox())?.width ?? 0)
    .toBeGreaterThan((before?.width ?? 0) + 40)

  await builder.saved()
  const after = await note.boundingBox()
  await app.reload()
  await expect(note.getByRole('heading', { name: 'Why' })).toBeVisible()
  await expect
    .poll(async () => Math.abs(((await note.boundingBox())?.width ?? 0) - (after?.width ?? 0)))
    .toBeLessThan(2)
  await note.click()
  await expect(note.getByRole('button', { name: 'Tint: Rose' })).toBeVisible()
  await app.keyboard.press('Delete')
  await expect(note).toHaveCount(0)
})

test('25: steps are grouped, named, folded, moved together and ungrouped', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Grouped'), greeting(0)))

  await builder.card('greet').click()
  await builder.card('pause').click({ modifiers: ['Shift'] })
  await app.keyboard.press('Control+g')
  const name = app.getByRole('textbox', { name: 'Name of the group' })
  await expect(name).toBeFocused()
  await app.keyboard.type('Hello')
  await app.keyboard.press('Enter')
  const group = app.locator('.react-flow__node-group')
  await expect(group).toContainText('Hello')
  await expectAccessible(app)

  const before = await middleOf(builder.card('greet'))
  const heading = await middleOf(group.getByText('Hello'))
  await builder.drag(heading, { x: heading.x, y: heading.y + 80 })
  await expect
    .poll(async () => (await middleOf(builder.card('greet'))).y)
    .toBeGreaterThan(before.y + 60)
  await app.keyboard.press('Control+z')
  await expect.poll(async () => (await middleOf(builder.card('greet'))).y).toBe(before.y)

  await group.getByRole('button', { name: 'Steps of Hello' }).click()
  await expect(builder.card('greet')).toHaveCount(0)
  await expect(group).toContainText('2 steps')
  await expect(builder.edge('Edge from Start to Greet')).toBeAttached()
  await expect(builder.edges).toHaveCount(2)
  await group.click()
  await app.keyboard.press('f')
  await expect(builder.card('greet')).toBeVisible()
  await app.keyboard.press('Control+g')
  await expect(group).toHaveCount(0)
  await expect(builder.cards).toHaveCount(4)
})

test('25: steps become a workflow of their own, and a run goes through it', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(unique('Extracted'), greeting(0))
  await builder.open(id)

  await builder.card('done').click()
  await builder.card('pause').click({ modifiers: ['Shift'] })
  await app.keyboard.press('Shift+X')
  await expect(builder.happened).toContainText('“Done” belongs to this workflow')
  await builder.card('greet').click()
  await builder.card('pause').click({ modifiers: ['Shift'] })
  await app.keyboard.press('Shift+X')
  const dialog = app.getByRole('dialog', { name: 'Make a workflow of the steps' })
  await dialog.getByLabel('Name').fill(unique('Part'))
  await expectAccessible(app)
  await app.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(builder.cards).toHaveCount(3)
  await builder.saved()
  const runId = await api.runDraft(id, { name: 'Ada' }, { wait: 20 })
  expect(await api.get(`/api/v1/runs/${runId}`)).toMatchObject({ output: 'Hello, Ada!' })
})
