/** Interactions of the canvas that other tests don't drive, by their number in the design. */
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, test, unique } from './app'
import { BuilderPage, middleOf } from './builder-page'
import { greeting } from './graphs'

const zoomOf = async (app: Page) =>
  Number.parseInt(
    (await app.getByRole('button', { name: /^Zoom \d+%/ }).innerText()).replace('%', ''),
    10,
  )

const chosen = (app: Page) => app.locator('.react-flow__node.selected')

test('8: find in names, settings and expressions', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Found'), greeting(0)))

  // By name, and by what is set.
  await app.keyboard.press('Control+f')
  const search = app.getByRole('dialog').getByRole('combobox')
  await search.fill('Pau')
  await expect(app.getByRole('option')).toHaveCount(1)
  await expect(app.getByRole('option', { name: /Pause/ })).toBeVisible()
  await search.fill('Hello, ')
  await expect(app.getByRole('option', { name: /Greet/ })).toBeVisible()
  await expect(app.getByRole('option', { name: /Done/ })).toHaveCount(0)
  await search.fill('steps.greet')
  await expect(app.getByRole('option', { name: /Done/ })).toBeVisible()
  await expectAccessible(app)
  await app.getByRole('option', { name: /Done/ }).click()

  await expect(builder.card('done')).toHaveClass(/selected/)
  await expect(app.getByRole('textbox', { name: 'Output' })).toBeFocused()
})

test('13: a box, Shift and Mod+A choose several', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Chosen'), greeting(0)))
  const canvas = await builder.canvas.boundingBox()
  const greet = await middleOf(builder.card('greet'))

  await builder.drag({ x: (canvas?.x ?? 0) + 6, y: greet.y - 90 }, { x: greet.x, y: greet.y + 90 })
  await expect(chosen(app)).toHaveCount(2)
  await builder.card('done').click({ modifiers: ['Shift'] })
  await expect(chosen(app)).toHaveCount(3)
  await app.keyboard.press('Control+a')
  await expect(chosen(app)).toHaveCount(4)
  await app.keyboard.press('Escape')
  await expect(chosen(app)).toHaveCount(0)
})

test('14: all before, and all after a step', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Along'), greeting(0)))

  await builder.card('greet').click()
  await app.keyboard.press('Shift+ArrowRight')
  await expect(chosen(app)).toHaveCount(3)
  await expect(builder.card('start')).not.toHaveClass(/selected/)
  await app.keyboard.press('Escape')
  await builder.card('greet').click()
  await app.keyboard.press('Shift+ArrowLeft')
  await expect(chosen(app)).toHaveCount(2)
  await expect(builder.card('start')).toHaveClass(/selected/)
  await expect(builder.card('greet')).toHaveClass(/selected/)
})

test('16: steps are laid out, all or those chosen, and it is one undo', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  const graph = greeting(0)
  const heap = {
    ...graph,
    nodes: graph.nodes.map((node, n) => ({ ...node, position: { x: n * 20, y: n * 90 } })),
  }
  await builder.open(await api.createWorkflow(unique('Laid out'), heap))
  /** From one card to another, in pixels of the drawing. */
  const between = async (from: string, to: string) => {
    const [a, b] = [await middleOf(builder.card(from)), await middleOf(builder.card(to))]
    const zoom = (await zoomOf(app)) / 100
    return { x: (b.x - a.x) / zoom, y: (b.y - a.y) / zoom }
  }

  await app.keyboard.press('Shift+L')
  await expect(builder.happened).toContainText('Laid out.')
  await expect.poll(async () => Math.abs((await between('greet', 'done')).y)).toBeLessThan(3)
  expect((await between('greet', 'done')).x).toBeGreaterThan(300)
  await app.keyboard.press('Control+z')
  await expect(builder.happened).toContainText('Undone: Lay out.')
  await expect.poll(async () => (await between('greet', 'done')).y).toBeGreaterThan(150)

  // Only those that are chosen: the others stay.
  const apart = await between('start', 'done')
  await builder.card('greet').click()
  await builder.card('pause').click({ modifiers: ['Shift'] })
  await app.keyboard.press('Shift+L')
  await expect.poll(async () => Math.abs((await between('greet', 'pause')).y)).toBeLessThan(3)
  const after = await between('start', 'done')
  expect(Math.abs(after.x - apart.x) + Math.abs(after.y - apart.y)).toBeLessThan(6)

  // Cards go to their places, unless one wishes for no movement. A busy machine may miss it once.
  await app.keyboard.press('Control+z')
  expect(await placesOnTheWay(app, 'pause')).toBeLessThanOrEqual(2)
  await app.emulateMedia({ reducedMotion: 'no-preference' })
  await expect(async () => {
    await app.keyboard.press('Control+z')
    await expect.poll(async () => (await between('greet', 'done')).y).toBeGreaterThan(150)
    expect(await placesOnTheWay(app, 'pause')).toBeGreaterThan(2)
  }).toPass()
})

/** In how many places a card is drawn while all are laid out, where it was and where it ends among them. */
async function placesOnTheWay(app: Page, nodeId: string): Promise<number> {
  const card = app.locator(`.react-flow__node[data-id="${nodeId}"]`)
  await card.evaluate((element: HTMLElement) => {
    const seen = new Set([element.style.transform])
    const note = () => seen.add(element.style.transform)
    new MutationObserver(note).observe(element, { attributeFilter: ['style'] })
    Object.assign(window, { seenPlaces: seen })
  })
  await app.keyboard.press('Control+a')
  await app.keyboard.press('Escape')
  await app.keyboard.press('Shift+L')
  const count = () => app.evaluate(() => (Reflect.get(window, 'seenPlaces') as Set<string>).size)
  await expect.poll(count).toBeGreaterThan(1)
  // It has arrived once it stays where it is.
  const place = () => card.evaluate((element: HTMLElement) => element.style.transform)
  let before = ''
  await expect
    .poll(async () => {
      const isSame = before === (await place())
      before = await place()
      return isSame
    })
    .toBe(true)
  return count()
}

test('17: zoom to fit, to what is chosen, and to 100 %', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Zoomed'), greeting(0)))

  const canvas = await builder.canvas.boundingBox()
  if (!canvas) throw new Error('The canvas is not in sight.')
  /** How much of the canvas the cards take from left to right, and whether all of them are on it. */
  const taken = async (...ids: string[]) => {
    const boxes = await Promise.all(ids.map((id) => builder.card(id).boundingBox()))
    const left = Math.min(...boxes.map((box) => box?.x ?? Number.NEGATIVE_INFINITY))
    const right = Math.max(
      ...boxes.map((box) => (box ? box.x + box.width : Number.POSITIVE_INFINITY)),
    )
    const isSeen = left >= canvas.x && right <= canvas.x + canvas.width
    const aside = Math.abs((left + right) / 2 - (canvas.x + canvas.width / 2))
    return { share: (right - left) / canvas.width, isSeen, isInTheMiddle: aside < 40 }
  }
  const all = ['start', 'greet', 'pause', 'done']

  await app.keyboard.press('0')
  await expect.poll(() => zoomOf(app)).toBe(100)
  expect((await taken(...all)).isSeen).toBe(false)
  // All of it, as large as it can be.
  await app.keyboard.press('1')
  await expect.poll(() => taken(...all)).toMatchObject({ isSeen: true, isInTheMiddle: true })
  expect((await taken(...all)).share).toBeGreaterThan(0.7)
  // One step is shown at its size, several as large as they fit; both in the middle.
  await builder.card('pause').click()
  await app.keyboard.press('2')
  await expect.poll(() => zoomOf(app)).toBe(100)
  await expect.poll(() => taken('pause')).toMatchObject({ isSeen: true, isInTheMiddle: true })
  await app.keyboard.press('1')
  await builder.card('start').click()
  await builder.card('pause').click({ modifiers: ['Shift'] })
  const whole = await zoomOf(app)
  await app.keyboard.press('2')
  await expect.poll(() => zoomOf(app)).toBeGreaterThan(whole)
  await expect
    .poll(() => taken('start', 'pause'))
    .toMatchObject({ isSeen: true, isInTheMiddle: true })
})

test('18: the canvas is moved by wheel, middle button and space, and zoomed by Mod+wheel and keys', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Panned'), greeting(0)))
  const place = async () => middleOf(builder.card('greet'))
  const middle = await middleOf(builder.canvas)
  const ground = { x: middle.x, y: middle.y + 200 }

  const first = await place()
  await app.mouse.move(ground.x, ground.y)
  await app.mouse.wheel(0, 60)
  await expect.poll(async () => (await place()).y).toBeLessThan(first.y - 10)
  // Two fingers go sideways, too.
  await app.mouse.wheel(60, 0)
  await expect.poll(async () => (await place()).x).toBeLessThan(first.x - 10)

  const second = await place()
  await app.mouse.down({ button: 'middle' })
  await app.mouse.move(ground.x + 80, ground.y, { steps: 4 })
  await app.mouse.up({ button: 'middle' })
  await expect.poll(async () => (await place()).x).toBeGreaterThan(second.x + 40)

  const third = await place()
  await app.keyboard.down('Space')
  await builder.drag(ground, { x: ground.x - 80, y: ground.y })
  await app.keyboard.up('Space')
  await expect.poll(async () => (await place()).x).toBeLessThan(third.x - 40)

  const zoom = await zoomOf(app)
  await app.keyboard.down('Control')
  await app.mouse.wheel(0, -120)
  await app.keyboard.up('Control')
  await expect.poll(() => zoomOf(app)).toBeGreaterThan(zoom)
  const closer = await zoomOf(app)
  await app.keyboard.press('-')
  await expect.poll(() => zoomOf(app)).toBeLessThan(closer)
  const farther = await zoomOf(app)
  await app.keyboard.press('+')
  await expect.poll(() => zoomOf(app)).toBeGreaterThan(farther)

  // A pinch on a trackpad, as browsers tell of it, zooms around the pointer: what is there stays.
  const there = await middleOf(builder.card('greet'))
  await app.mouse.move(there.x, there.y)
  const before = await zoomOf(app)
  await pinch(app, there, -40)
  await expect.poll(() => zoomOf(app)).toBeGreaterThan(before)
  const after = await middleOf(builder.card('greet'))
  expect(Math.hypot(after.x - there.x, after.y - there.y)).toBeLessThan(6)
})

/** Fingers that go apart, on a trackpad: a wheel with Ctrl held that no key holds. */
const pinch = (app: Page, { x, y }: { x: number; y: number }, deltaY: number) =>
  app.evaluate(
    (given) =>
      document
        .elementFromPoint(given.clientX, given.clientY)
        ?.dispatchEvent(new WheelEvent('wheel', { ...given, bubbles: true, cancelable: true })),
    { clientX: x, clientY: y, deltaY, ctrlKey: true },
  )

test('19: the minimap is shown and hidden, and a click on it goes there', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  const wide = greeting(0)
  const spread = {
    ...wide,
    nodes: wide.nodes.map((node, n) => ({ ...node, position: { x: n * 1_500, y: 80 } })),
  }
  await builder.open(await api.createWorkflow(unique('Mapped'), spread))
  const map = app.getByRole('img', { name: 'Minimap' })

  await expect(map).toBeVisible()
  const before = await middleOf(builder.card('start'))
  const box = await map.boundingBox()
  if (!box) throw new Error('The minimap is not in sight.')
  await app.mouse.click(box.x + box.width * 0.8, box.y + box.height / 2)
  await expect
    .poll(async () => (await builder.card('start').boundingBox())?.x ?? -9_999)
    .toBeLessThan(before.x - 500)
  await app.keyboard.press('m')
  await expect(map).toBeHidden()
  await app.keyboard.press('m')
  await expect(map).toBeVisible()
})

test('33 and 35: a field is dragged into an expression, which has a large editor', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(unique('Dragged in'), greeting(0))
  await api.runDraft(id, { name: 'Ada' }, { wait: 20 })
  await builder.open(id)

  await builder.card('done').click()
  await app.getByRole('textbox', { name: 'Output' }).click()
  await app.keyboard.press('Control+.')
  const large = app.getByRole('dialog', { name: 'Output' })
  await expectAccessible(app)
  const editor = large.getByRole('textbox', { name: 'Output' })
  await editor.press('Control+a')
  await editor.press('Delete')
  await large.getByTitle('Insert trigger.name').dragTo(editor)
  await expect(editor).toContainText('{{ trigger.name }}')
  await expect(large.getByText('Ada').last()).toBeVisible()

  // And without a pointer: Enter on a name puts it at the caret.
  await editor.press('Control+a')
  await editor.press('Delete')
  await large.getByTitle('Insert trigger.name').press('Enter')
  await expect(editor).toContainText('trigger.name')
  await app.keyboard.press('Escape')
  await expect(app.getByRole('textbox', { name: 'Output' })).toContainText('trigger.name')
})

test('40: the sheet lists what is bound, menus show keys, and single keys can be switched off', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Keys'), greeting(0)))

  // Every item of the menus shows its key, and the sheet knows each of them.
  const shown = new Set<string>()
  for (const place of [{ x: 20, y: 20 }, null]) {
    if (place) await builder.canvas.click({ button: 'right', position: place })
    else await builder.card('greet').click({ button: 'right' })
    const items = app.getByRole('menuitem')
    await expect(items.first()).toBeVisible()
    for (const item of await items.all()) {
      const keys = await item.locator('kbd').allInnerTexts()
      expect(keys, await item.innerText()).not.toEqual([])
      shown.add(keys.join('+'))
    }
    await app.keyboard.press('Escape')
    await expect(items).toHaveCount(0)
  }
  await app.keyboard.press('?')
  const sheet = app.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet.getByText('Breakpoint')).toBeVisible()
  const bound = await sheet
    .locator('dd')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('kbd')].map((key) => key.innerText).join('+')),
    )
  expect(bound).toEqual(expect.arrayContaining([...shown]))
  // Two of one key would mean that one of them does something else than it says.
  expect(bound.filter((keys, at) => bound.indexOf(keys) !== at)).toEqual([])
  await expectAccessible(app)
  const single = sheet.getByRole('switch')
  await single.click()
  await app.keyboard.press('Escape')

  await builder.card('greet').click()
  const breakpoint = app.getByRole('img', { name: 'Breakpoint' })
  await app.keyboard.press('b')
  // Chords stay, and by what they do one sees that the key before has been looked at.
  await app.keyboard.press('Control+a')
  await expect(chosen(app)).toHaveCount(4)
  await expect(breakpoint).toHaveCount(0)
  // It is remembered; the sheet is reached without its key, too.
  await app.reload()
  await builder.card('greet').click()
  await app.keyboard.press('b')
  await app.keyboard.press('Control+a')
  await expect(chosen(app)).toHaveCount(4)
  await expect(breakpoint).toHaveCount(0)
  await app.keyboard.press('Control+k')
  await app.getByRole('dialog').getByRole('combobox').fill('keyboard shortcuts')
  await app.getByRole('option', { name: /Keyboard shortcuts/ }).click()
  await expect(single).not.toBeChecked()
  await single.click()
  await app.keyboard.press('Escape')
  await builder.card('greet').click()
  await app.keyboard.press('b')
  await expect(breakpoint).toBeVisible()
})
