/** Knowledge bases: made, filled, searched. */
import { expectAccessible } from './accessible'
import { expect, test } from './app'

test('a document is uploaded, indexed, looked into and found, and so is whom it speaks of', async ({
  app,
}) => {
  const name = `Handbook ${Date.now()}`
  await app.goto('/knowledge')
  await app.getByRole('button', { name: 'New knowledge base' }).click()
  await app.getByLabel('Name').fill(name)
  await app.getByLabel('Cut at').click()
  await app.getByRole('option', { name: 'Headings' }).click()
  await app.getByLabel('Find entities and relations').click()
  await app.getByRole('option', { name: 'Names in one sentence' }).click()
  await app.getByRole('button', { name: 'Create' }).click()
  await expect(app.getByRole('heading', { name })).toBeVisible()

  await app.getByLabel('Files to add').setInputFiles({
    name: 'handbook.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from(
      '# Leave\n\nThirty days a year.\n\n# Travel\n\nSecond class by train.\nAda Lovelace asks Charles Babbage first.\n',
    ),
  })
  await expect(app.getByRole('row', { name: /handbook\.md/ })).toContainText('2 chunks', {
    timeout: 30_000,
  })
  await expectAccessible(app)

  await app.getByRole('button', { name: 'handbook.md', exact: true }).click()
  await expect(app.getByRole('list', { name: 'Chunks' })).toContainText('Second class by train.')
  await app.keyboard.press('Escape')

  await app.getByRole('button', { name: 'Details of “handbook.md”' }).click()
  await app.getByRole('button', { name: 'Add a detail' }).click()
  await app.keyboard.type('language')
  await app.getByLabel('Value').fill('en')
  await expectAccessible(app)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('row', { name: /handbook\.md/ })).toContainText('language: en')

  await app.getByRole('tab', { name: 'Try a cut' }).click()
  await app.getByLabel('Cut at').click()
  await app.getByRole('option', { name: 'Sentences' }).click()
  await app.getByLabel('Size').fill('100')
  await app.getByLabel('Overlap').fill('0')
  await app.getByLabel('Overlap').press('Enter')
  await expect(app.getByRole('list', { name: 'Chunks' })).toContainText('Ada Lovelace', {
    timeout: 30_000,
  })
  await expectAccessible(app)

  await app.getByRole('tab', { name: 'Entities' }).click()
  await app.getByRole('searchbox', { name: 'Search entities' }).fill('lovelace')
  const entities = app.getByRole('list', { name: 'Entities' }).getByRole('button')
  await expect(entities).toHaveCount(1)
  await expect(entities).toContainText('Ada Lovelace')
  await entities.click()
  await expect(app.getByRole('list', { name: 'Relations' })).toContainText('Charles Babbage')
  await expect(app.getByRole('list', { name: 'Relations' })).toContainText('handbook.md')
  await expectAccessible(app)

  await app.getByRole('tab', { name: 'Try a search' }).click()
  await app.getByRole('searchbox', { name: 'What to look for' }).fill('vacation days')
  await app.keyboard.press('Enter')
  await expect(
    app.getByRole('list', { name: 'Passages' }).getByRole('listitem').first(),
  ).toContainText('Thirty days a year.', { timeout: 30_000 })
  await app.getByRole('button', { name: 'Add a filter' }).click()
  await app.keyboard.type('language')
  await app.getByLabel('Value').fill('de')
  await app.keyboard.press('Enter')
  await expect(app.getByText('Nothing was found.')).toBeVisible({ timeout: 30_000 })
  await expectAccessible(app)

  await app
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Knowledge' })
    .click()
  await expect(app.getByRole('link', { name })).toBeVisible()
  await expectAccessible(app)
})
