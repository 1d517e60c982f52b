/** Loops in the builder: drawn, filled, folded, run, by hand and by keyboard. */
import { readFileSync } from 'node:fs'
import { expectAccessible } from './accessible'
import { expect, test, unique } from './app'
import { BuilderPage, middleOf } from './builder-page'

const at = (x: number, y: number) => ({ position: { x, y } })

/** start → orders (for each: price) → end, and a loose step below. */
const looped = {
  nodes: [
    { id: 'start', type: 'start', ...at(0, 64) },
    {
      id: 'orders',
      type: 'for_each',
      name: 'Orders',
      config: { items: [{ net: 2 }, { net: 3 }] },
      ...at(288, 0),
    },
    {
      id: 'price',
      type: 'set',
      name: 'Price',
      parent: 'orders',
      config: { values: { total: '{{ item.net * 2 }}' } },
      ...at(40, 56),
    },
    { id: 'end', type: 'end', config: { output: '{{ steps.orders.output }}' }, ...at(660, 64) },
    { id: 'loose', type: 'set', name: 'Loose', config: { values: { a: 1 } }, ...at(288, 280) },
  ],
  edges: [
    { from: 'start', to: 'orders' },
    { from: 'orders', to: 'end' },
  ],
}

test('a step is dragged into a loop and out again, and each is one undo', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Dragged'), looped))
  const before = await builder.card('orders').boundingBox()
  const price = await middleOf(builder.card('price'))

  await builder.drag(builder.card('loose'), { x: price.x, y: price.y + 24 })
  await expect(builder.happened).toContainText('Moved 1 step into Orders.')
  const grown = await builder.card('orders').boundingBox()
  expect(grown?.height).toBeGreaterThan((before?.height ?? 0) + 20)

  await builder.drag(builder.card('loose'), { x: price.x, y: price.y + 420 })
  await expect(builder.happened).toContainText('out of its loop')
  await app.keyboard.press('Control+z')
  await app.keyboard.press('Control+z')
  const height = async () => (await builder.card('orders').boundingBox())?.height
  await expect.poll(height).toBe(before?.height)
  await builder.saved()
})

test('a loop is filled from the palette, by its plus and by keyboard, and runs', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Filled'), looped))

  await app.getByRole('button', { name: 'Add a step to the body of Orders' }).click()
  await builder.pick('set')
  await expect(builder.edge('Edge from Price to set')).toBeAttached()

  // Completion knows the item.
  await app.getByRole('tab', { name: 'Config' }).click()
  await builder.card('price').click()
  await app.getByRole('textbox', { name: 'total' }).last().click()
  await app.keyboard.press('Control+a')
  await app.keyboard.type('{{ it')
  await builder.complete(/^item/)
  await app.keyboard.type('.net + index }}')
  await expect(app.getByText('2', { exact: true }).last()).toBeVisible()

  // The palette's step follows the chosen one, in the same body.
  await builder.card('set').click()
  await app
    .getByRole('navigation', { name: 'Palette' })
    .getByRole('button', { name: /^Delay/ })
    .click()
  await expect(builder.edge('Edge from set to delay')).toBeAttached()
  await app.keyboard.press('Delete')

  // Out of it and in again, from a list.
  await app.keyboard.press('1')
  await builder.card('loose').click()
  await app.getByRole('combobox', { name: 'In the body of' }).click()
  await app.getByRole('option', { name: 'Orders' }).click()
  await expect(builder.happened).toContainText('Moved 1 step into Orders.')

  await builder.saved()
  await expect(app.getByRole('button', { name: 'Problems: 0' })).toBeVisible()
  await builder.canvas.click({ position: { x: 30, y: 30 } })
  await app.keyboard.press('Control+Enter')
  await builder.run()
  await builder.ends('Succeeded')
  await expectAccessible(app)
})

test('a body is folded, copied and deleted with its loop', async ({ app, api, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Folded'), looped))

  await app.getByRole('button', { name: 'Body of Orders', exact: true }).click()
  await expect(builder.card('price')).toHaveCount(0)
  await expect(builder.card('orders')).toContainText('1 step')
  await app.reload()
  await expect(builder.card('price')).toHaveCount(0)
  await builder.card('orders').click()
  await app.keyboard.press('f')
  await expect(builder.card('price')).toBeVisible()

  await app.keyboard.press('Control+d')
  await expect(builder.card('orders_2')).toBeVisible()
  await expect(builder.card('price_2')).toBeVisible()
  await app.keyboard.press('Delete')
  await expect(builder.card('price_2')).toHaveCount(0)
  await app.keyboard.press('Control+z')
  await expect(builder.card('price_2')).toBeVisible()
})

test('an edge across the border of a body is refused, with the reason', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Border'), looped))

  await builder.connect(builder.port('loose', 'out'), builder.port('price', 'in'))
  await expect(app.getByText('no edge crosses its border').first()).toBeVisible()
  await expect(builder.edges).toHaveCount(2)
  // Nor is it offered to the keyboard.
  await builder.card('loose').click()
  await app.keyboard.press('c')
  await expect(app.getByRole('option', { name: /Price/ })).toHaveCount(0)
  await expect(app.getByRole('option', { name: /Orders/ })).toBeVisible()
})

test('a box drawn inside a frame takes the steps in it, not the loop', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Boxed'), looped))
  const frame = await builder.card('orders').boundingBox()
  if (!frame) throw new Error('The loop is not in sight.')

  await builder.drag(
    { x: frame.x + 12, y: frame.y + frame.height - 12 },
    { x: frame.x + frame.width - 60, y: frame.y + 70 },
  )
  await expect(builder.card('price')).toHaveClass(/selected/)
  await expect(builder.card('orders')).not.toHaveClass(/selected/)
})

for (const example of ['product-import', 'monthly-subscription']) {
  test(`the example ${example} opens with its loop, and is accessible`, async ({ app, api }) => {
    const file = JSON.parse(readFileSync(`../examples/${example}/workflow.json`, 'utf8'))
    const builder = new BuilderPage(app)
    await builder.open(await api.createWorkflow(unique(example), file.graph ?? file))
    await expect(app.locator('[data-container="open"]')).toBeVisible()
    await expect(app.getByRole('button', { name: 'Problems: 0' })).toBeVisible()
    await expectAccessible(app)
  })
}

const TELLING = {
  'travel-booking': '.react-flow__edge-path.is-undo',
  'purchase-approval': '.react-flow__node[data-id="ask_director"]',
}

for (const [example, telling] of Object.entries(TELLING)) {
  test(`the example ${example} opens with what it is about`, async ({ app, api }) => {
    const file = JSON.parse(readFileSync(`../examples/${example}/workflow.json`, 'utf8'))
    const builder = new BuilderPage(app)
    await builder.open(await api.createWorkflow(unique(example), file.graph ?? file))
    await expect(app.locator(telling).first()).toBeAttached()
    await expect(app.locator('.react-flow__node')).toHaveCount(file.graph.nodes.length)
    await expect(app.getByRole('button', { name: 'Problems: 0' })).toBeVisible()
  })
}

test('what undoes a step is added, drawn, and never wired', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  const graph = {
    nodes: [
      { id: 'start', type: 'start', ...at(0, 80) },
      {
        id: 'book',
        type: 'http.request',
        name: 'Book',
        config: { url: 'http://a.example' },
        ...at(288, 80),
      },
    ],
    edges: [{ from: 'start', to: 'book' }],
  }
  await builder.open(await api.createWorkflow(unique('Undone by'), graph))
  await builder.card('book').click()
  await app.getByRole('tab', { name: 'Policy' }).click()
  await expect(app.getByText('5 attempts within 15 s')).toBeVisible()
  await app.getByRole('button', { name: 'Add a step that undoes it' }).click()

  await expect(app.locator('.react-flow__edge-path.is-undo')).toBeAttached()
  await builder.connect(builder.port('start', 'out'), builder.port('http', 'in'))
  await expect(app.getByText('so it stands apart').first()).toBeVisible()
  await expectAccessible(app)
})

test('36: broken edges are kept and explained, joins say how they wait, and the outline tells all in words', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const cases = [{ port: 'big', when: 'trigger.total > 100' }]
  const graph = {
    nodes: [
      { id: 'start', type: 'start', ...at(0, 80) },
      {
        id: 'size',
        type: 'branch',
        name: 'Size',
        config: { cases, default: 'small' },
        ...at(280, 80),
      },
      { id: 'ask', type: 'set', name: 'Ask', config: { values: { a: 1 } }, ...at(560, 0) },
      { id: 'pay', type: 'set', name: 'Pay', config: { values: { a: 2 } }, ...at(560, 160) },
      { id: 'done', type: 'end', name: 'Done', ...at(860, 80) },
    ],
    edges: [
      { from: 'start', to: 'size' },
      { from: 'size', port: 'big', to: 'ask' },
      { from: 'size', port: 'small', to: 'pay' },
      { from: 'size', port: 'huge', to: 'done' },
      { from: 'ask', to: 'done' },
      { from: 'pay', to: 'done' },
    ],
  }
  const id = await api.createWorkflow(unique('Broken'), graph)
  await builder.open(id)
  await expect(builder.edges).toHaveCount(6)
  const broken = app.locator('.react-flow__edge:has(.is-broken)')
  await expect(broken).toHaveCount(1)
  await expect(broken.locator('title')).toHaveText('“Size” has no port “huge” any more.')

  const steps = app.getByRole('tree', { name: 'Steps of the workflow' })
  await expect(steps.getByRole('treeitem', { name: 'trigger.total > 100' })).toContainText('Ask')
  await steps.getByRole('treeitem', { name: 'Pay' }).first().click()
  await expect(builder.card('pay')).toHaveClass(/selected/)

  await expect(builder.card('done')).toContainText('waits for all')
  await builder.card('done').click()
  await builder.inspector.getByRole('combobox', { name: 'When several paths come in' }).click()
  await app.getByRole('option').nth(1).click()
  await expect(builder.card('done')).toContainText('first wins')
  await builder.saved()

  // Publishing is blocked; the edge is not lost.
  const { draft } = await api.get(`/api/v1/workflows/${id}`)
  expect(draft.graph.edges).toContainEqual({ from: 'size', port: 'huge', to: 'done' })
  await app.getByRole('button', { name: 'Publish', exact: true }).click()
  const dialog = app.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled()
  await expect(dialog).toContainText('huge')
})
