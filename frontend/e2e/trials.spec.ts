/** Trying a draft out from the builder: parts of it, pins, breakpoints, step by step. */
import { expectAccessible } from './accessible'
import type { ApiClient } from './api-client'
import { expect, test, unique } from './app'
import { BuilderPage } from './builder-page'

const step = (id: string, type: string, config: object, x: number) => ({
  id,
  type,
  config,
  position: { x, y: 80 },
})

/** one → two → three, each adding to the one before. */
const counting = {
  nodes: [
    step('start', 'start', {}, 0),
    step('one', 'set', { values: { n: 1 } }, 280),
    step('two', 'set', { values: { n: '{{ steps.one.output.n + 1 }}' } }, 560),
    step('three', 'set', { values: { n: '{{ steps.two.output.n + 1 }}' } }, 840),
  ],
  edges: [
    { from: 'start', to: 'one' },
    { from: 'one', to: 'two' },
    { from: 'two', to: 'three' },
  ],
}

type Step = { node_id: string; output: unknown; reused_from: string | null; pinned: boolean }

/** What each step gave that the newest run has started itself. */
async function outputs(api: ApiClient, workflowId: string): Promise<Record<string, unknown>> {
  const { items: runs } = await api.get(`/api/v1/runs?workflow_id=${workflowId}`)
  const steps: Step[] = await api.get(`/api/v1/runs/${runs[0].id}/steps`)
  const own = steps.filter((step) => step.reused_from === null && !step.pinned)
  return Object.fromEntries(own.map(({ node_id, output }) => [node_id, output]))
}

test('27: only the chosen step runs, with what the others gave last', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(unique('Only'), counting)
  await api.runDraft(id, {}, { wait: 20 })
  await builder.open(id)

  await builder.card('three').click()
  await app.keyboard.press('r')
  await builder.ends('Succeeded')
  await expect(app.getByRole('region', { name: 'Run' })).toContainText('only Set')
  await expect(builder.cardWith('three', 'succeeded')).toBeVisible()
  expect(await outputs(api, id)).toEqual({ three: { n: 3 } })

  // What is pinned comes before what was given last.
  await builder.card('two').click()
  await app.keyboard.press('p')
  await app.getByRole('tab', { name: 'Last run' }).click()
  await app.getByRole('textbox', { name: 'Pinned output' }).click()
  await app.keyboard.press('Control+a')
  await app.keyboard.type('{"n": 41}')
  await builder.card('three').click()
  await app.keyboard.press('r')
  await expect.poll(() => outputs(api, id)).toEqual({ three: { n: 42 } })
})

test('28: a run up to a step, and from it, by the menu of its card', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  await builder.open(await api.createWorkflow(unique('Parts'), counting))

  await builder.card('two').click({ button: 'right' })
  await expectAccessible(app)
  await app.getByRole('menuitem', { name: /Run up to here/ }).click()
  await builder.ends('Succeeded')
  await expect(builder.cardWith('two', 'succeeded')).toBeVisible()
  await expect(builder.cardWith('three', 'none')).toBeVisible()

  // By the keyboard's menu key as well.
  await builder.card('two').focus()
  await app.keyboard.press('Shift+F10')
  await app.getByRole('menuitem', { name: /Run from here/ }).press('Enter')
  await expect(builder.cardWith('three', 'succeeded')).toBeVisible({ timeout: 20_000 })
})

test('29: an output is pinned, edited, and used instead of running the step', async ({
  app,
  api,
}) => {
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(unique('Pinned'), counting)
  await api.runDraft(id, {}, { wait: 20 })
  await builder.open(id)

  await builder.card('two').click()
  await app.keyboard.press('p')
  await expect(builder.card('two').getByRole('img', { name: 'Output pinned' })).toBeVisible()
  await app.getByRole('tab', { name: 'Last run' }).click()
  await app.getByRole('textbox', { name: 'Pinned output' }).click()
  await app.keyboard.press('Control+a')
  await app.keyboard.type('{"n": 41}')
  await expectAccessible(app)

  await builder.card('three').click()
  await app.keyboard.press('Shift+r')
  await builder.ends('Succeeded')
  await expect(builder.inspector).toContainText('42')

  // Undone like every other change: first the edit, then the pin.
  await builder.card('two').focus()
  await app.keyboard.press('Control+z')
  await app.keyboard.press('Control+z')
  await expect(app.getByRole('img', { name: 'Output pinned' })).toHaveCount(0)
})

test('a run stops at a breakpoint, goes on by a step, and to its end', async ({ app, api }) => {
  const builder = new BuilderPage(app)
  const id = await api.createWorkflow(unique('Broken off'), counting)
  const key = `order-${Date.now()}`
  await api.runDraft(id, {}, { breakpoints: ['two'], key })
  await builder.open(id)

  await builder.card('two').click()
  await app.keyboard.press('b')
  await expect(builder.card('two').getByRole('img', { name: 'Breakpoint' })).toBeVisible()
  await app.keyboard.press('Control+Enter')
  await expect(app.getByText('With 1 breakpoint.')).toBeVisible()
  const dialog = app.getByRole('dialog', { name: 'Run' })
  await dialog.getByText('More', { exact: true }).press('Enter')
  // Another run about the same thing goes on: this one is refused, then it takes that one's place.
  await dialog.getByLabel('Business key').fill(key)
  const policy = dialog.getByRole('combobox', { name: 'While another run with it goes on' })
  await policy.click()
  await app.getByRole('option', { name: 'Refuse to start' }).click()
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Run' }).click()
  await expect(dialog.getByRole('alert')).toContainText(key)
  await policy.click()
  await app.getByRole('option', { name: 'Cancel that run first' }).click()
  await builder.run()

  const run = app.getByRole('region', { name: 'Run' })
  await expect(run.getByRole('button', { name: 'Resume' })).toBeVisible({ timeout: 20_000 })
  await expect(run).toContainText('before Set')
  await expect(builder.cardWith('two', 'succeeded')).toHaveCount(0)
  await expectAccessible(app)
  await app.keyboard.press('F10')
  await expect(builder.cardWith('two', 'succeeded')).toBeVisible({ timeout: 20_000 })
  await expect(builder.cardWith('three', 'succeeded')).toHaveCount(0)
  await app.keyboard.press('F8')
  await builder.ends('Succeeded')
})
