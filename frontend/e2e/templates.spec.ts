/** The gallery of templates, and the dashboard. */
import { expect, expectAccessible, test } from './app'

test('a template is found and used', async ({ app }) => {
  await app.goto('/templates')
  await expect(app.getByRole('listitem').nth(19)).toBeVisible()
  await expectAccessible(app)
  await app.getByRole('combobox', { name: 'Category' }).click()
  await app.getByRole('option').nth(1).click()
  await expect(app).toHaveURL(/category=/)
  await app.getByRole('searchbox', { name: 'Search templates' }).fill('no such thing')
  await app.getByRole('button', { name: 'Show all' }).click()
  await expect(app.getByRole('listitem').nth(19)).toBeVisible()
  await app.getByRole('searchbox', { name: 'Search templates' }).fill('first workflow')
  await expect(app).toHaveURL(/search=first/)
  await app.getByRole('button', { name: 'Use A first workflow' }).click()
  await expect(app).toHaveURL(/\/workflows\/[0-9a-f-]{36}/)
})

test('the dashboard shows figures that lead to their lists', async ({ app }) => {
  await app.goto('/')
  await expect(app).toHaveURL(/\/dashboard/)
  await expect(app.getByRole('list', { name: 'Figures' })).toBeVisible()
  await expect(app.getByText('Workers take steps')).toBeVisible()
  await expectAccessible(app)
  await app.getByRole('combobox', { name: 'Time range' }).click()
  await app.getByRole('option', { name: 'Last 7 days' }).click()
  await expect(app).toHaveURL(/span=week/)
  await app.getByRole('link', { name: /^Failed:/ }).click()
  await expect(app).toHaveURL(/\/runs\?status=/)
})
