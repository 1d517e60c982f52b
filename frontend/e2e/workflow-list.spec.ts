/** The list of workflows: folders, tags, stars, many at once, import and export. */
import { readFile } from 'node:fs/promises'
import { expectAccessible } from './accessible'
import { expect, test } from './app'
import { greeting } from './graphs'

test('workflows are starred, tagged, moved into a folder and found there', async ({ app, api }) => {
  const mark = `Kept ${Date.now()}`
  await api.createWorkflow(`${mark} one`, greeting(0))
  await api.createWorkflow(`${mark} two`, greeting(0))
  await app.goto('/workflows')
  await app.getByRole('button', { name: 'New folder' }).click()
  await app.getByRole('dialog').getByLabel('Name').fill(`Folder ${mark}`)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('button', { name: new RegExp(`^Folder ${mark}`) })).toBeVisible()

  await app.getByRole('searchbox', { name: 'Search workflows' }).fill(mark)
  await expect(app.getByRole('row')).toHaveCount(3)
  await app.getByRole('button', { name: `Star ${mark} one` }).click()
  await expect(app.getByRole('button', { name: `Unstar ${mark} one` })).toBeVisible()
  await app.getByRole('checkbox', { name: 'Choose all that are shown' }).click()
  await expect(app.getByText('2 workflows chosen')).toBeVisible()
  await expectAccessible(app)
  await app.getByRole('button', { name: 'Tag…' }).click()
  await app.getByRole('dialog').getByLabel('Tag', { exact: true }).fill('kept')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('row').filter({ hasText: 'kept' })).toHaveCount(2)

  await app.getByRole('checkbox', { name: 'Choose all that are shown' }).click()
  await app.getByRole('button', { name: 'Move to…' }).click()
  await app.getByRole('menuitem', { name: `Folder ${mark}` }).click()
  await app.getByRole('button', { name: new RegExp(`^Folder ${mark}`) }).click()
  await expect(app).toHaveURL(/folder=/)
  await expect(app.getByRole('row')).toHaveCount(3)
  await app.reload()
  await expect(app.getByRole('row')).toHaveCount(3)

  await app.getByRole('checkbox', { name: 'Choose all that are shown' }).click()
  await app.getByRole('button', { name: 'Archive', exact: true }).click()
  await expect(app.getByText('No workflow is here.')).toBeVisible()
  await app.getByRole('button', { name: 'Undo' }).click()
  await expect(app.getByRole('row')).toHaveCount(3)
})

test('a workflow is duplicated, exported as YAML and JSON, and comes back by import', async ({
  app,
  api,
}) => {
  const name = `Exported ${Date.now()}`
  const graph = greeting(0)
  const config = { url: 'http://shop.invalid/', headers: { authorization: 'Bearer typed-by-hand' } }
  const call = { id: 'call', type: 'http.request', config, position: { x: 280, y: 240 } }
  const id = await api.createWorkflow(name, { ...graph, nodes: [...graph.nodes, call] })
  await app.goto('/workflows')
  await app.getByRole('searchbox', { name: 'Search workflows' }).fill(name)
  await app.getByRole('button', { name: `Actions for ${name}` }).click()
  await app.getByRole('menuitem', { name: 'Duplicate' }).click()
  await expect(app.getByRole('link', { name: `${name} copy` })).toBeVisible()

  const exported = async (format: 'YAML' | 'JSON') => {
    await app.getByRole('button', { name: `Actions for ${name}`, exact: true }).click()
    const download = app.waitForEvent('download')
    await app.getByRole('menuitem', { name: `Export as ${format}` }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe(`workflows.${format.toLowerCase()}`)
    const text = await readFile(await file.path(), 'utf8')
    expect(text).not.toContain('typed-by-hand')
    return text
  }
  const yaml = await exported('YAML')
  expect(yaml).toContain(`name: ${name}`)
  const json = await exported('JSON')
  expect(JSON.parse(json)).toMatchObject({ workflows: [{ name }] })

  await app.getByRole('button', { name: 'Import workflows' }).click()
  const dialog = app.getByRole('dialog')
  await dialog.getByLabel('Or its text').fill('noria: [')
  await dialog.getByRole('button', { name: 'See what comes' }).click()
  await expect(dialog.getByText("can't be read")).toBeVisible()
  await dialog.getByLabel('Or its text').fill(yaml)
  await dialog.getByRole('button', { name: 'See what comes' }).click()
  await expect(dialog.getByText(`${name} 2`)).toBeVisible()
  await expectAccessible(app)
  await dialog.getByRole('button', { name: 'Import 1 workflow' }).click()
  await expect(app.getByRole('link', { name: `${name} 2` })).toBeVisible()

  // JSON, from a file.
  await app.getByRole('button', { name: 'Import workflows' }).click()
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'workflows.json',
    mimeType: 'application/json',
    buffer: Buffer.from(json),
  })
  await dialog.getByRole('button', { name: 'See what comes' }).click()
  await dialog.getByRole('button', { name: 'Import 1 workflow' }).click()
  await expect(app.getByRole('link', { name: `${name} 3` })).toBeVisible()
  const before = (await api.get(`/api/v1/workflows/${id}`)).draft.graph
  const { items } = await api.get(`/api/v1/workflows?search=${encodeURIComponent(name)}`)
  const blanked = structuredClone(before)
  blanked.nodes.find((node: { id: string }) => node.id === 'call').config.headers.authorization = ''
  for (const number of [2, 3]) {
    const found = items.find((each: { name: string }) => each.name === `${name} ${number}`)
    expect((await api.get(`/api/v1/workflows/${found.id}`)).draft.graph).toEqual(blanked)
  }
})
