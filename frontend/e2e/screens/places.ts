/** Every page of the app, in the state that its picture shows. A new page gets its line here. */
import type { Page } from '@playwright/test'
import { greeting } from '../graphs'
import type { Sample } from './sample'

export type Place = {
  /** Of the file. */
  name: string
  path: (sample: Sample) => string
  /** Brings the page into the state that is shown. */
  act?: (page: Page) => Promise<unknown>
  /** As on a phone. */
  narrow?: true
  /** As a German reader sees it: in light alone. */
  german?: true
  /** Without a session. */
  signedOut?: true
  /** Made by the server, without a script: its theme is that of the browser. */
  plain?: true
  /** Not ours, so it has no theme of ours: one picture, when `act` has seen what it shows. */
  foreign?: true
}

const workflow = (name: string) => (sample: Sample) => `/workflows/${sample.workflows[name]}`

/** What the demo model is told to say of the workflow that greets: one step more, and another end. */
function proposed(): string {
  const { nodes, edges } = greeting(0)
  const tell = { id: 'tell', type: 'set', name: 'Tell the team', config: { values: { who: 'us' } } }
  const graph = {
    nodes: [
      ...nodes.map((node) =>
        'id' in node && node.id === 'done' ? { ...node, name: 'Greeted' } : node,
      ),
      tell,
    ],
    edges: [...edges, { from: 'greet', to: 'tell' }],
  }
  const text = 'The team is told **beside** the pause; nothing else changes but a name.'
  return `Tell the team too. [[say ${JSON.stringify({ text, graph })}]]`
}

/** A question and its answer. */
async function talk(page: Page) {
  await page
    .getByLabel('Message', { exact: true })
    .fill('How long may I send things back? [[say **Thirty** days.]]')
  await page.keyboard.press('Enter')
  await page.getByText('Thirty', { exact: true }).last().waitFor()
}

/** An answer that was bad, and the page that lists it. */
async function callBad(page: Page) {
  await talk(page)
  await page.getByRole('button', { name: 'A bad answer' }).last().click()
  await page.getByLabel('What was good or bad about it?').fill('It is fourteen days for sales.')
  await page.getByRole('button', { name: 'Send', exact: true }).first().click()
  await page.goto(`/chat?with=${new URL(page.url()).searchParams.get('with')}&feedback=true`)
  await page.getByRole('list', { name: 'Feedback' }).waitFor()
}

export const PLACES: readonly Place[] = [
  { name: 'sign-in', path: () => '/sign-in', signedOut: true },
  { name: 'reset-password', path: () => '/reset-password', signedOut: true },
  { name: 'join', path: ({ invitation }) => `/join#${invitation}`, signedOut: true },
  { name: 'reset-password-link', path: () => '/reset-password#a-token-of-a-link', signedOut: true },
  { name: 'visitor-chat', path: ({ visitors }) => visitors.chat, signedOut: true, act: talk },
  { name: 'form', path: ({ visitors }) => visitors.form, signedOut: true, plain: true },
  {
    name: 'approval-link',
    path: ({ visitors }) => visitors.approval,
    signedOut: true,
    plain: true,
  },
  // As somebody comes back from a service that was asked in another browser.
  {
    name: 'oauth-return',
    path: () => '/oauth2/callback?state=of-another-browser&code=none',
    signedOut: true,
    plain: true,
  },
  { name: 'dashboard', path: () => '/dashboard' },
  { name: 'templates', path: () => '/templates' },
  { name: 'templates-search', path: () => '/templates?search=answer a customer who is angry' },
  { name: 'workflows', path: () => '/workflows' },
  {
    name: 'builder',
    path: workflow('Order triage'),
    act: (page) => page.locator('.react-flow__node').nth(1).click(),
  },
  {
    name: 'builder-wide',
    path: workflow('Order triage'),
    act: async (page) => {
      await page.locator('.react-flow__node').nth(1).click()
      await page.keyboard.press('Shift+F')
    },
  },
  {
    name: 'builder-policy',
    path: workflow('Order triage'),
    act: async (page) => {
      await page.locator('.react-flow__node').nth(1).click()
      await page.getByRole('tab', { name: 'Policy' }).click()
    },
  },
  {
    name: 'builder-shortcuts',
    path: workflow('Order triage'),
    act: (page) => page.keyboard.press('?'),
  },
  {
    name: 'builder-publish',
    path: workflow('Order triage'),
    act: (page) => page.getByRole('button', { name: 'Publish', exact: true }).click(),
  },
  {
    name: 'builder-versions',
    path: workflow('Order triage'),
    act: (page) => page.keyboard.press('ControlOrMeta+Shift+h'),
  },
  {
    name: 'builder-german',
    path: workflow('Order triage'),
    german: true,
    act: (page) => page.locator('.react-flow__node').nth(1).click(),
  },
  { name: 'dashboard-german', path: () => '/dashboard', german: true },
  { name: 'workflows-german', path: () => '/workflows', german: true },
  { name: 'runs-german', path: () => '/runs', german: true },
  {
    name: 'run-failed-german',
    path: ({ failed }) => `/runs/${failed}?step=car&tab=error`,
    german: true,
  },
  { name: 'triggers-german', path: () => '/triggers', german: true },
  { name: 'settings-credentials-german', path: () => '/settings/credentials', german: true },
  { name: 'phone-approvals-german', path: () => '/approvals', german: true, narrow: true },
  {
    name: 'builder-extract',
    path: workflow('Order triage'),
    act: async (page) => {
      await page.locator('.react-flow__node').nth(1).click()
      await page.keyboard.press('Shift+X')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'builder-approval',
    path: ({ workflows, asking }) => `/workflows/${workflows.Refund}?run=${asking}`,
    act: (page) => page.locator('.react-flow__node[data-id=ask]').click(),
  },
  { name: 'builder-loop', path: workflow('Price list') },
  {
    name: 'run-dialog',
    path: workflow('Purchase approval'),
    act: (page) => page.getByRole('button', { name: 'Run', exact: true }).first().click(),
  },
  { name: 'runs', path: () => '/runs' },
  { name: 'run', path: ({ succeeded }) => `/runs/${succeeded}?step=fetch` },
  { name: 'run-failed', path: ({ failed }) => `/runs/${failed}?step=car&tab=error` },
  { name: 'run-held', path: ({ held }) => `/runs/${held}?step=calc` },
  { name: 'run-loop', path: ({ loop }) => `/runs/${loop}?step=price@1` },
  { name: 'run-waiting', path: ({ waiting }) => `/runs/${waiting}?tab=audit` },
  {
    name: 'run-fork',
    path: ({ succeeded }) => `/runs/${succeeded}?step=charge`,
    act: (page) => page.keyboard.press('Shift+F'),
  },
  {
    name: 'temporal-ui',
    path: ({ temporal }) => temporal,
    // Of the run's input, which Temporal keeps encrypted.
    act: (page) => page.getByText('order_id').first().waitFor(),
    foreign: true,
  },
  { name: 'approvals', path: () => '/approvals' },
  {
    name: 'approval',
    path: () => '/approvals',
    act: (page) =>
      page
        .getByRole('button', { name: /Refund/ })
        .first()
        .click(),
  },
  { name: 'dead-letters', path: () => '/dead-letters' },
  { name: 'bulk-actions', path: () => '/bulk-actions' },
  { name: 'health', path: () => '/health' },
  {
    name: 'run-compare',
    path: ({ earlier, succeeded }) => `/runs/${earlier}/compare?with=${succeeded}`,
  },
  {
    name: 'run-mend',
    path: ({ held }) => `/runs/${held}?step=calc`,
    act: (page) => page.getByRole('button', { name: 'Mend…' }).click(),
  },
  { name: 'triggers', path: () => '/triggers' },
  { name: 'trigger', path: ({ trigger }) => `/triggers/${trigger}` },
  {
    name: 'trigger-dialog',
    path: () => '/triggers',
    act: (page) => page.getByRole('button', { name: 'Add trigger' }).first().click(),
  },
  {
    name: 'trigger-test',
    path: ({ trigger }) => `/triggers/${trigger}`,
    act: (page) => page.getByRole('button', { name: 'Test…' }).click(),
  },
  { name: 'knowledge', path: () => '/knowledge' },
  { name: 'knowledge-base', path: ({ base }) => `/knowledge/${base}` },
  { name: 'models', path: () => '/models' },
  { name: 'models-offers', path: () => '/models?tab=models' },
  { name: 'models-budgets', path: () => '/models?tab=budgets' },
  {
    name: 'models-try',
    path: () => '/models?tab=models',
    act: async (page) => {
      await page.getByRole('button', { name: 'Test demo/demo' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Test', exact: true }).click()
      await dialog.getByText('It answered:').waitFor()
    },
  },
  { name: 'chats', path: () => '/chat' },
  { name: 'chat', path: ({ chat }) => `/chat?with=${chat}`, act: talk },
  { name: 'chat-feedback', path: ({ chat }) => `/chat?with=${chat}`, act: callBad },
  { name: 'evaluations', path: () => '/evaluations' },
  { name: 'data-set', path: ({ dataSet }) => `/evaluations/${dataSet}?tab=cases` },
  { name: 'data-set-gate', path: ({ dataSet }) => `/evaluations/${dataSet}?tab=gate` },
  {
    name: 'evaluation',
    path: ({ dataSet, evaluation }) => `/evaluations/${dataSet}?evaluation=${evaluation}`,
  },
  {
    name: 'copilot',
    path: workflow('Greeting'),
    act: async (page) => {
      await page.getByRole('button', { name: 'Copilot' }).click()
      await page.getByLabel('What should the workflow do').fill(proposed())
      await page.getByRole('button', { name: 'Propose' }).click()
      await page.getByRole('button', { name: 'Accept what is ticked' }).waitFor()
    },
  },
  {
    name: 'run-explained',
    path: ({ failed }) => `/runs/${failed}`,
    act: (page) => page.getByRole('button', { name: 'Explain' }).first().click(),
  },
  {
    name: 'bell',
    path: () => '/dashboard',
    act: (page) => page.getByRole('button', { name: /^Notifications/ }).click(),
  },
  { name: 'node-types', path: () => '/node-types' },
  { name: 'settings', path: () => '/settings' },
  { name: 'settings-security', path: () => '/settings/security' },
  { name: 'settings-workspace', path: () => '/settings/workspace' },
  { name: 'settings-members', path: () => '/settings/members' },
  { name: 'settings-api-keys', path: () => '/settings/api-keys' },
  { name: 'settings-credentials', path: () => '/settings/credentials' },
  { name: 'settings-notifications', path: () => '/settings/notifications' },
  { name: 'settings-audit', path: () => '/settings/audit' },
  { name: 'not-found', path: () => '/nowhere' },
  {
    name: 'share',
    path: () => '/workflows',
    act: async (page) => {
      await page.getByRole('button', { name: 'Actions for Order triage' }).click()
      await page.getByRole('menuitem', { name: 'Share…' }).click()
      await page.getByRole('radio', { name: 'Named members' }).click()
    },
  },
  {
    name: 'import',
    path: () => '/workflows',
    act: (page) => page.getByRole('button', { name: 'Import workflows' }).click(),
  },
  {
    name: 'palette',
    path: () => '/workflows',
    act: (page) => page.keyboard.press('ControlOrMeta+k'),
  },
  { name: 'phone-workflows', path: () => '/workflows', narrow: true },
  {
    name: 'phone-more',
    path: () => '/workflows',
    narrow: true,
    act: (page) => page.getByRole('button', { name: 'More pages' }).click(),
  },
  { name: 'phone-workflow', path: workflow('Order triage'), narrow: true },
  { name: 'phone-runs', path: () => '/runs', narrow: true },
  { name: 'phone-run', path: ({ succeeded }) => `/runs/${succeeded}?step=fetch`, narrow: true },
  {
    name: 'phone-approval',
    path: () => '/approvals',
    narrow: true,
    act: (page) =>
      page
        .getByRole('button', { name: /Refund/ })
        .first()
        .click(),
  },
  { name: 'phone-dashboard', path: () => '/dashboard', narrow: true },
  { name: 'phone-approvals', path: () => '/approvals', narrow: true },
  { name: 'phone-models', path: () => '/models', narrow: true },
  { name: 'phone-chat', path: ({ chat }) => `/chat?with=${chat}`, narrow: true, act: talk },
  {
    name: 'phone-evaluation',
    path: ({ dataSet, evaluation }) => `/evaluations/${dataSet}?evaluation=${evaluation}`,
    narrow: true,
  },
  { name: 'phone-notifications', path: () => '/settings/notifications', narrow: true },
  { name: 'phone-health', path: () => '/health', narrow: true },
]
