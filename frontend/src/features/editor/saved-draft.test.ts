import { afterEach, expect, test, vi } from 'vitest'
import { ApiError, connectionError } from '@/shared/api/error'
import { publish, startRun, startTestRun, theirsOf } from './api'
import { Autosave, type Saved } from './autosave'
import type { EditedGraph } from './document/graph'
import type { Editor } from './editor'
import { askWhose, leftToSay, savedRevision } from './saved-draft'
import { Trials } from './trials'

vi.mock('./dialogs/run-input', () => ({ rememberInput: () => {} }))
afterEach(() => vi.unstubAllGlobals())

const graph = (id: string): EditedGraph => ({ nodes: [{ id, type: 'set' }], edges: [] })
const theirs = { graph: graph('theirs'), revision: 8 }
const overtaken = new ApiError({
  status: 409,
  code: 'conflict',
  title: '',
  detail: '',
  body: { theirs },
})

function open(save: () => Promise<Saved>) {
  const autosave = new Autosave({
    revision: 3,
    graph: graph('a'),
    save,
    onSaved: () => {},
    readTheirs: theirsOf,
    // Nothing is tried again by itself here.
    retryMs: 1e8,
  })
  autosave.changed(graph('mine'))
  return autosave
}

const failing = (error: ApiError) => open(() => Promise.reject(error))
const shrinks = new ApiError({ status: 409, code: 'draft_shrinks', title: '', detail: '' })
const refused = new ApiError({ status: 413, code: 'too_large', title: '', detail: '' })

test('what is saved is named by its revision', async () => {
  const autosave = open(async () => ({ revision: 4, problems: [] }))

  expect(await savedRevision(autosave)).toBe(4)
})

test.each([
  ['offline', connectionError(), 'draft_not_saved'],
  ['conflict', overtaken, 'draft_not_saved'],
  ['shrinks', shrinks, 'draft_not_saved'],
  ['refused', refused, 'too_large'],
])('a draft that could not be saved (%s) is neither run nor published', async (_, error, code) => {
  const fetched = vi.fn()
  vi.stubGlobal('fetch', fetched)
  const autosave = failing(error)
  const editor = { workflowId: 'w', autosave } as unknown as Editor
  const trials = new Trials(editor, {} as never)

  await expect(savedRevision(autosave)).rejects.toMatchObject({ code })
  await expect(trials.start({}, {})).rejects.toMatchObject({ code })

  expect(fetched).not.toHaveBeenCalled()
})

const started = { input: {}, version: null, breakpoints: [], key: null }
const tried = { mode: 'only' as const, node_id: 'a', input: {}, pins: {}, run_id: null }
test.each([
  ['published', () => publish('w', { name: null, note: null }, 4)],
  ['run', () => startRun('w', { ...started, revision: 4 })],
  ['tried', () => startTestRun('w', { ...tried, breakpoints: [] }, 4)],
])('the revision that is shown is %s, or nothing', async (_, ask) => {
  const fetched = vi.fn(async (_: Request) => Response.json({}))
  vi.stubGlobal('fetch', fetched)

  await ask()

  expect(fetched.mock.calls[0]?.[0].headers.get('if-match')).toBe('"4"')
})

test('what a dialog asks already is not said again', async () => {
  const autosave = open(async () => ({ revision: 4, problems: [] }))
  await savedRevision(autosave)

  expect(leftToSay(refused, autosave)).toBe(refused)
  expect(leftToSay(overtaken, autosave)).toBeNull()
  expect(leftToSay(refused, autosave)).toBeNull()
})

test('where somebody else saved in between, it is asked whose draft is kept', async () => {
  const autosave = open(async () => ({ revision: 4, problems: [] }))
  await savedRevision(autosave)

  expect(askWhose(refused, autosave)).toBe(false)
  expect(askWhose(overtaken, autosave)).toBe(true)
  expect(autosave.state.getState()).toEqual({ kind: 'conflict', theirs })
})
