/** Agents seen round by round, and what their models cost. */
import { expectAccessible } from './accessible'
import { expect, test } from './app'

const key = `customer ${Date.now()}`
const GRAPH = {
  nodes: [
    { id: 'start', type: 'start' },
    {
      id: 'helper',
      type: 'agent',
      name: 'Helper',
      config: {
        instructions: 'Help with orders.',
        input: 'Where is A17?\n[[tool price {"order": "A17"}]]\n[[say It is on its way.]]',
        memory: { kind: 'conversation', key },
      },
    },
    {
      id: 'price',
      type: 'set',
      name: 'Price',
      parent: 'helper',
      config: { values: { order: '{{ item.order }}', total: '{{ 12 }}' } },
    },
    { id: 'done', type: 'end', config: { output: '{{ steps.helper.output.text }}' } },
  ],
  edges: [
    { from: 'start', to: 'helper' },
    { from: 'helper', to: 'done' },
  ],
}

test('an agent is seen round by round, and replayed with another prompt', async ({ app, api }) => {
  const workflowId = await api.createWorkflow(`Agent ${Date.now()}`, GRAPH)
  const runId = await api.runDraft(workflowId, {}, { wait: 30 })
  await app.goto(`/runs/${runId}?step=helper`)
  const rounds = app.getByRole('list', { name: 'Rounds' })
  await expect(rounds.getByRole('listitem', { name: 'Round 1' })).toContainText('"total":12')
  await expect(rounds.getByRole('listitem', { name: 'Round 2' })).toContainText('It is on its way.')
  await expectAccessible(app)

  await rounds.getByRole('button', { name: 'Replay from round 2…' }).click()
  const dialog = app.getByRole('dialog')
  await dialog.getByLabel('Say besides').fill('[[say Somebody else is asked.]]')
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Replay', exact: true }).click()
  await expect(app).not.toHaveURL(new RegExp(runId))
  await expect(app.getByRole('list', { name: 'Rounds' })).toContainText('Round 2', {
    timeout: 20_000,
  })
})

test('models are listed and tried, and what they cost and remember is seen', async ({
  app,
  api,
}) => {
  const workflowId = await api.createWorkflow(`Memory ${Date.now()}`, GRAPH)
  await api.runDraft(workflowId, {}, { wait: 30 })
  await app.goto('/models')
  await expect(app.getByRole('row', { name: /demo\/demo/ })).toBeVisible()
  await expectAccessible(app)

  await app.getByRole('tab', { name: 'All models' }).click()
  await app.getByRole('button', { name: 'Test demo/demo' }).click()
  await app.getByRole('dialog').getByRole('button', { name: 'Test', exact: true }).click()
  await expect(app.getByRole('dialog')).toContainText('This is the demo model.')
  await app.keyboard.press('Escape')
  await expectAccessible(app)

  await app.getByRole('tab', { name: 'Budgets' }).click()
  await app.getByRole('button', { name: 'Change the budget: The whole workspace' }).click()
  await app.getByLabel('Each month').fill('250')
  await app.getByRole('button', { name: 'Save' }).click()
  await expect(app.getByRole('row', { name: /The whole workspace/ })).toContainText('$250.00')
  await expectAccessible(app)

  await app.getByRole('tab', { name: 'Memory' }).click()
  await app.getByRole('searchbox').fill(key)
  await expect(app.getByRole('button', { name: key, exact: true })).toBeVisible()
  await expectAccessible(app)
  await app.getByRole('button', { name: key, exact: true }).click()
  await expect(app.getByRole('list', { name: 'Exchanges' })).toContainText('It is on its way.')
  await expectAccessible(app)
  await app.keyboard.press('Escape')
  await app.getByRole('button', { name: `Erase ${key}` }).click()
  await app.getByRole('button', { name: 'Erase', exact: true }).click()
  await expect(app.getByText('No key has this in it.')).toBeVisible()
})
