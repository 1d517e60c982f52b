import { expectAccessible } from './accessible'
import { EMAIL, expect, PASSWORD, signIn, test } from './app'

test('the sign-in page says what is wrong and keeps what was typed', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Write your password.')).toBeVisible()

  await page.getByLabel('Email').fill(EMAIL)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()

  await expect(page.getByRole('alert')).toContainText('do not fit')
  await expect(page.getByLabel('Email')).toHaveValue(EMAIL)
  await expectAccessible(page)
})

test('the app speaks German once it is asked to, and after a reload', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('radio', { name: 'Deutsch' }).click()
  await expect(page.getByRole('heading', { name: 'Bei Noria anmelden' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Anmelden' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
})

test('the page may run WebAssembly, and no code that comes as text', async ({ page }) => {
  await page.goto('/sign-in')
  const tried = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.inlineRan = true'
    document.head.append(script)
    // While it is told what to do from outside, Chromium lets a page evaluate anything.
    await new Promise((next) => setTimeout(next))
    let evaluated = 'ran'
    try {
      // biome-ignore lint/security/noGlobalEval: that it is refused is what is looked at
      evaluated = eval('"ran"')
    } catch (error) {
      evaluated = (error as Error).name
    }
    const wasm = await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
    return {
      evaluated,
      inline: 'inlineRan' in window,
      wasm: wasm instanceof WebAssembly.Module,
    }
  })

  expect(tried).toEqual({ evaluated: 'EvalError', inline: false, wasm: true })
})

test('signing in leads to the page that was asked for', async ({ page }) => {
  await signIn(page, '/runs?search=order')

  await expect(page).toHaveURL(/\/runs\?search=order/)
  await expect(page.getByRole('searchbox', { name: 'Search runs' })).toHaveValue('order')
})

test('another site is no page to return to', async ({ page, baseURL }) => {
  await page.goto('/sign-in?next=//evil.example/x')
  await page.getByLabel('Email').fill(EMAIL)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()

  await expect(page).toHaveURL(new URL('/dashboard', baseURL).href)
})

test('a reload keeps the session; signing out ends it', async ({ alone: app }) => {
  await app.goto('/workflows')
  await expect(app.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  await app.reload()
  await expect(app.getByRole('heading', { name: 'Workflows' })).toBeVisible()

  await app.getByRole('link', { name: 'Settings' }).click()
  await app.getByRole('button', { name: 'Sign out' }).click()
  await expect(app.getByRole('heading', { name: 'Sign in to Noria' })).toBeVisible()

  await app.goto('/workflows')
  await expect(app).toHaveURL(/\/sign-in\?next=/)
})
