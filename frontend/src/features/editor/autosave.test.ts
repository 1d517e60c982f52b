import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError, connectionError } from '@/shared/api/error'
import { Autosave, type Saved, type SaveOptions } from './autosave'
import type { EditedGraph } from './document/graph'

const graph = (id: string): EditedGraph => ({ nodes: [{ id, type: 'set' }], edges: [] })
const [a, b, theirs] = [graph('a'), graph('b'), graph('theirs')]

/** A server that answers as the test says, one answer after the other; then it saves. */
class FakeServer {
  revision = 3
  readonly calls: { graph: EditedGraph; options: SaveOptions }[] = []
  answers: (() => Promise<Saved>)[] = []

  save = async (saved: EditedGraph, options: SaveOptions): Promise<Saved> => {
    this.calls.push({ graph: saved, options })
    const answer = this.answers.shift()
    if (answer) return answer()
    this.revision += 1
    return { revision: this.revision, problems: [] }
  }
}

const conflict = () =>
  Promise.reject(new ApiError({ status: 409, code: 'conflict', title: '', detail: '' }))

function open(server: FakeServer) {
  const saved: Saved[] = []
  const autosave = new Autosave({
    revision: 3,
    graph: a,
    save: server.save,
    onSaved: (each) => saved.push(each),
    readTheirs: () => ({ graph: theirs, revision: 8 }),
  })
  return { autosave, saved, kind: () => autosave.state.getState().kind }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('many changes in quick succession are saved once, with the revision that was read', async () => {
  const server = new FakeServer()
  const { autosave, saved, kind } = open(server)

  autosave.changed(a)
  autosave.changed(b)
  expect(kind()).toBe('unsaved')
  await vi.advanceTimersByTimeAsync(1_000)

  expect(server.calls).toEqual([
    { graph: b, options: { revision: 3, force: false, keepalive: false } },
  ])
  expect(kind()).toBe('saved')
  expect(saved).toEqual([{ revision: 4, problems: [] }])
})

test('nothing is sent before something changes', async () => {
  const server = new FakeServer()
  const { autosave } = open(server)

  await autosave.flush()
  await vi.advanceTimersByTimeAsync(10_000)

  expect(server.calls).toEqual([])
})

test('a change during a save is saved after it, with the new revision', async () => {
  const server = new FakeServer()
  const { autosave } = open(server)

  autosave.changed(a)
  const flushed = autosave.flush()
  autosave.changed(b)
  await flushed
  await vi.advanceTimersByTimeAsync(1_000)

  expect(server.calls.map((call) => [call.graph, call.options.revision])).toEqual([
    [a, 3],
    [b, 4],
  ])
})

test('without a connection it tries again until it is saved', async () => {
  const server = new FakeServer()
  server.answers = [
    () => Promise.reject(connectionError()),
    () => Promise.reject(connectionError()),
  ]
  const { autosave, kind } = open(server)

  autosave.changed(a)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(kind()).toBe('offline')
  expect(autosave.isDirty).toBe(true)
  await vi.advanceTimersByTimeAsync(5_000)

  expect(server.calls).toHaveLength(3)
  expect(kind()).toBe('saved')
})

test('what changed while offline is what is saved', async () => {
  const server = new FakeServer()
  server.answers = [() => Promise.reject(connectionError())]
  const { autosave } = open(server)

  autosave.changed(a)
  await vi.advanceTimersByTimeAsync(1_000)
  autosave.changed(b)
  autosave.retryNow()
  await vi.advanceTimersByTimeAsync(0)

  expect(server.calls.at(-1)?.graph).toBe(b)
})

test('a conflict stops saving until a person has chosen', async () => {
  const server = new FakeServer()
  server.answers = [conflict]
  const { autosave, kind } = open(server)

  autosave.changed(a)
  await vi.advanceTimersByTimeAsync(1_000)
  autosave.changed(b)
  await vi.advanceTimersByTimeAsync(60_000)

  expect(kind()).toBe('conflict')
  expect(server.calls).toHaveLength(1)
})

test('keeping mine saves over their revision', async () => {
  const server = new FakeServer()
  server.answers = [conflict]
  const { autosave, kind } = open(server)
  autosave.changed(a)
  await vi.advanceTimersByTimeAsync(1_000)

  await autosave.keepMine(b)

  expect(server.calls.at(-1)).toEqual({
    graph: b,
    options: { revision: 8, force: true, keepalive: false },
  })
  expect(kind()).toBe('saved')
})

test('taking theirs sends nothing and goes on from their revision', async () => {
  const server = new FakeServer()
  server.answers = [conflict]
  const { autosave, kind } = open(server)
  autosave.changed(a)
  await vi.advanceTimersByTimeAsync(1_000)

  autosave.takeTheirs()
  await vi.advanceTimersByTimeAsync(1_000)

  expect([kind(), server.calls.length, autosave.revision]).toEqual(['saved', 1, 8])
})

test('a draft that loses most of its steps is saved only when that is meant', async () => {
  const server = new FakeServer()
  const shrinks = new ApiError({ status: 409, code: 'draft_shrinks', title: '', detail: '9 of 10' })
  server.answers = [() => Promise.reject(shrinks)]
  const { autosave, kind } = open(server)
  autosave.changed(a)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(kind()).toBe('shrinks')

  await autosave.confirmShrinking()

  expect(server.calls.at(-1)?.options.force).toBe(true)
  expect(kind()).toBe('saved')
})

test('what is not saved yet is sent on the way out', async () => {
  const server = new FakeServer()
  const { autosave } = open(server)

  autosave.changed(a)
  autosave.flush(true)
  await vi.advanceTimersByTimeAsync(0)

  expect(server.calls[0]?.options.keepalive).toBe(true)
})

test('a refusal is shown and not tried for ever', async () => {
  const server = new FakeServer()
  const refused = new ApiError({ status: 413, code: 'too_large', title: 'Too large', detail: '' })
  server.answers = [() => Promise.reject(refused)]
  const { autosave, kind } = open(server)

  autosave.changed(a)
  await vi.advanceTimersByTimeAsync(60_000)

  expect(kind()).toBe('refused')
  expect(server.calls).toHaveLength(1)
})
