/** People in a workspace, their sessions, and the ways to sign in. */
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, PASSWORD, test } from './app'

const NEW_PASSWORD = 'a password of the newcomer'

/** A browser of somebody else. */
async function invited(app: Page, email: string, role: string): Promise<Page> {
  await app.goto('/settings/members')
  await app.getByRole('button', { name: 'Invite' }).click()
  await app.getByLabel('Email').fill(email)
  await app.getByLabel('Role', { exact: true }).click()
  await app.getByRole('option', { name: role }).click()
  await app.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
  const link = await app.getByLabel('invitation link', { exact: true }).innerText()
  await app.getByRole('button', { name: 'Done' }).click()
  const context = await app.context().browser()?.newContext()
  if (!context) throw new Error('no browser')
  const page = await context.newPage()
  await page.goto(link.trim())
  return page
}

test('a newcomer joins by a link, may do what the role says, and is removed', async ({ app }) => {
  const email = `guest-${Date.now()}@noria.example`
  const guest = await invited(app, email, 'Viewer')
  await expect(guest.getByRole('heading', { name: /^Join / })).toBeVisible()
  await expectAccessible(guest)
  await guest.getByLabel('Your name').fill('A guest')
  await guest.getByLabel('Choose a password').fill('short')
  await guest.getByRole('button', { name: 'Join' }).click()
  await expect(guest.getByText('At least 10 characters.')).toBeVisible()
  await guest.getByLabel('Choose a password').fill(NEW_PASSWORD)
  await guest.getByRole('button', { name: 'Join' }).click()
  await expect(guest.getByRole('button', { name: 'New workflow' }).first()).toBeDisabled()

  await app.reload()
  const row = app.getByRole('list', { name: 'Members' }).getByRole('listitem')
  const theirs = row.filter({ hasText: email })
  await expectAccessible(app)
  await theirs.getByRole('combobox').click()
  await app.getByRole('option', { name: 'Editor' }).click()
  await expect(app.getByText(`${email}: Editor`)).toBeVisible()
  await guest.reload()
  await expect(guest.getByRole('button', { name: 'New workflow' }).first()).toBeEnabled()

  await theirs.getByRole('button', { name: 'Remove' }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(theirs).toHaveCount(0)
  await guest.reload()
  await expect(guest.getByRole('heading', { name: 'Sign in to Noria' })).toBeVisible()
  await guest.context().close()
})

test('an invitation is withdrawn, and its link says so', async ({ app, api, page }) => {
  const email = `never-${Date.now()}@noria.example`
  const { token } = await api.post('/api/v1/invitations', { email, role: 'operator' })
  await page.goto(`/join#${token}`)
  await expect(page.getByRole('heading', { name: /^Join / })).toBeVisible()
  await app.goto('/settings/members')
  const row = app.getByRole('list', { name: 'Invitations' }).getByRole('listitem')
  await row.filter({ hasText: email }).getByRole('button', { name: 'Withdraw' }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click()
  await expect(row.filter({ hasText: email })).toHaveCount(0)

  await page.reload()
  await expect(page.getByRole('alert')).toContainText('Ask for a new one')
})

test('the last owner is kept from stepping down', async ({ app }) => {
  await app.goto('/settings/members')
  const me = app.getByRole('listitem').filter({ hasText: 'you' })
  await me.getByRole('combobox').click()
  await app.getByRole('option', { name: 'Viewer' }).click()

  await expect(app.getByText(/last owner/)).toBeVisible()
  await expect(me.getByRole('combobox')).toContainText('Owner')
})

test('one goes from a workspace to another, and back', async ({ app }) => {
  const name = `Second ${Date.now()}`
  await app.goto('/settings/workspace')
  await app.getByRole('button', { name: 'New workspace' }).click()
  await app.getByLabel('Name').fill(name)
  await app.getByRole('button', { name: 'Create' }).click()
  await expect(app.getByRole('button', { name: `Workspace: ${name}` })).toBeVisible()
  await expect(app.getByRole('heading', { name: 'Workflows' })).toBeVisible()

  await app.goto('/settings/workspace')
  await expectAccessible(app)
  await app.getByRole('button', { name: 'Delete' }).click()
  await app.getByLabel('Type the workspace’s name').fill(name)
  await app.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(app.getByText('This workspace is deleted')).toBeVisible()
  await expectAccessible(app)
  await app.getByRole('button', { name: 'Bring it back' }).click()
  await expect(app.getByText('This workspace is deleted')).toHaveCount(0)
  await app.getByRole('button', { name: 'Switch to Home' }).click()
  await expect(app.getByRole('button', { name: 'Workspace: Home' })).toBeVisible()
})

test('sessions are seen and ended', async ({ app, browser, baseURL }) => {
  const other = await browser.newContext({ userAgent: 'Mozilla/5.0 (Windows) Firefox/150.0' })
  const request = other.request
  const body = { email: process.env.NORIA_E2E_EMAIL, password: PASSWORD }
  await request.post(`${baseURL}/api/v1/auth/sign-in`, { data: body })
  await app.goto('/settings/security')
  const row = app.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
  const theirs = row.filter({ hasText: 'Firefox on Windows' })
  await expectAccessible(app)
  await theirs.getByRole('button', { name: 'Sign out' }).click()

  await expect(theirs).toHaveCount(0)
  await expect(row.filter({ hasText: 'this one' })).toHaveCount(1)
  expect((await request.post(`${baseURL}/api/v1/auth/refresh`)).status()).toBe(401)
  await other.close()
})

test('a passkey is made, signs in without a password, and is removed', async ({
  alone: app,
  baseURL,
}) => {
  const devtools = await app.context().newCDPSession(app)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  // Browsers know no passkeys for addresses, only for names.
  const origin = `http://localhost:${new URL(baseURL ?? '').port}`
  await app.goto(`${origin}/settings/security`)
  await app.getByLabel('Email').fill(process.env.NORIA_E2E_EMAIL ?? '')
  await app.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await app.getByRole('button', { name: 'Sign in', exact: true }).click()
  await app.getByRole('button', { name: 'Add a passkey' }).click()
  await app.getByLabel('Your password', { exact: true }).fill(PASSWORD)
  await app.getByLabel('What to call it').fill('Laptop')
  await app.getByRole('button', { name: 'Go on' }).click()
  const row = app.getByRole('list', { name: 'Passkeys' }).getByRole('listitem')
  await expect(row.filter({ hasText: 'Laptop' })).toBeVisible()
  await expectAccessible(app)

  await app.goto(`${origin}/settings`)
  await app.getByRole('button', { name: 'Sign out' }).click()
  await app.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(app.getByRole('navigation', { name: 'Main' })).toBeVisible()

  await app.goto(`${origin}/settings/security`)
  await row.filter({ hasText: 'Laptop' }).getByRole('button', { name: 'Remove' }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(app.getByText('You have no passkeys.')).toBeVisible()
})

test('an authenticator app is set up; its picture and secret are shown', async ({ app }) => {
  await app.goto('/settings/security')
  await app.getByRole('button', { name: 'Set up' }).click()
  await app.getByLabel('Your password', { exact: true }).fill('not it')
  await app.getByRole('button', { name: 'Go on' }).click()
  await expect(app.getByRole('alert')).toContainText('not your password')
  await app.getByLabel('Your password', { exact: true }).fill(PASSWORD)
  await app.getByRole('button', { name: 'Go on' }).click()
  await expect(app.getByRole('img', { name: 'Picture for the authenticator app' })).toBeVisible()
  await expectAccessible(app)
  await app.getByLabel('Code').fill('000000')
  await app.getByRole('button', { name: 'Put in force' }).click()
  await expect(app.getByRole('alert')).toContainText('not right')
})

test('a forgotten password says what to do, without mail too', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Email').fill('somebody@noria.example')
  await page.getByRole('button', { name: 'Mail me a link' }).click()

  await expect(page.getByRole('alert')).toContainText('api.reset_password')

  // Where a link leads; this one was never made.
  await page.goto('/reset-password#made-up')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible()
  await expectAccessible(page)
})
