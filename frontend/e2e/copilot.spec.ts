/** The copilot, with the demo model, which says what it is told to. */
import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { BuilderPage } from './builder-page'
import { greeting, missingValue } from './graphs'

const says = (text: string, graph: object) => `[[say ${JSON.stringify({ text, graph })}]]`

test('a proposal is taken over node by node, and is one undo', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  const { nodes, edges } = greeting(0)
  await builder.open(await api.createWorkflow(`Copilot ${Date.now()}`, { nodes, edges }))
  const proposed = {
    nodes: [
      ...nodes,
      { id: 'shout', type: 'set', name: 'Shout', config: { values: { loud: 'HELLO' } } },
      { id: 'note', type: 'set', name: 'Note it', config: { values: { at: 'now' } } },
    ],
    edges: [...edges, { from: 'start', to: 'shout' }, { from: 'start', to: 'note' }],
  }

  await app.getByRole('button', { name: 'Copilot' }).click()
  const dialog = app.getByRole('dialog', { name: 'Copilot' })
  await dialog.getByRole('combobox', { name: 'Model' }).click()
  await app.getByRole('option', { name: /demo\/demo/ }).click()
  await dialog.getByLabel('What should the workflow do').fill('[[say It **greets**.]]')
  await dialog.getByRole('button', { name: 'Explain the graph' }).click()
  await expect(dialog.getByText('It greets.')).toBeVisible({ timeout: 20_000 })
  await dialog.getByLabel('What should the workflow do').fill(says('I add **two**.', proposed))
  await dialog.getByRole('button', { name: 'Propose' }).click()
  const proposal = dialog.getByRole('region', { name: 'Proposal' })
  await expect(proposal.getByText('I add two.')).toBeVisible({ timeout: 20_000 })
  await proposal.getByRole('checkbox', { name: /Note it/ }).click()
  await expectAccessible(app)
  await proposal.getByRole('button', { name: 'Accept what is ticked' }).click()

  await expect(dialog).toBeHidden()
  await expect(builder.card('shout')).toBeVisible()
  await expect(builder.card('note')).toHaveCount(0)
  await expect(builder.edges).toHaveCount(edges.length + 1)
  await app.keyboard.press('Control+z')
  await expect(builder.card('shout')).toHaveCount(0)
  await expect(builder.edges).toHaveCount(edges.length)
})

test('a failed run is explained on its page, and in the builder without asking again', async ({
  app,
  api,
}) => {
  const [start, calc, done] = missingValue.nodes as { config: object }[]
  const mended = {
    nodes: [start, { ...calc, config: { values: { total: 0 } } }, done],
    edges: missingValue.edges,
  }
  const workflowId = await api.createWorkflow(`Explained ${Date.now()}`, missingValue)
  const input = { items: null, hint: 'none' }
  const runId = await api.runDraft(workflowId, input, { wait: 20 })
  // What a model would say of it; everything else is real.
  await app.route('**/explanation', async (route) => {
    const body = { words: says('The items are **missing**.', mended), model: 'demo/demo' }
    await route.continue({ postData: JSON.stringify(body) })
  })
  await app.goto(`/runs/${runId}`)
  await app.getByRole('button', { name: 'Explain' }).first().click()
  const dialog = app.getByRole('dialog', { name: 'Why did it fail?' })
  await expect(dialog.getByText('Only the demo model is here')).toBeVisible()
  await dialog.getByRole('button', { name: 'Explain' }).click()
  await expect(dialog.getByText('The items are missing.')).toBeVisible({ timeout: 20_000 })
  await expectAccessible(app)

  await dialog.getByRole('link', { name: 'See it in the builder' }).click()
  await app.getByRole('region', { name: 'Run' }).getByRole('button', { name: 'Explain' }).click()
  await expect(dialog.getByText('The items are missing.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Accept what is ticked' }).click()
  await expect(dialog).toBeHidden()
  await new BuilderPage(app).saved()
  const { draft } = await api.get(`/api/v1/workflows/${workflowId}`)
  expect(draft.graph.nodes).toContainEqual(
    expect.objectContaining({ id: 'calc', config: { values: { total: 0 } } }),
  )
})
