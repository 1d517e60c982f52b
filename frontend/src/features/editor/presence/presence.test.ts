import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { initialsOf, type Person, Presence } from './presence'

class FakeSocket {
  readonly sent: unknown[] = []
  readyState: number = WebSocket.CONNECTING
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.onclose?.({ code: 1000 })
  }
  begin() {
    this.readyState = WebSocket.OPEN
    this.onopen?.()
  }
  show(people: Person[]) {
    this.onmessage?.({ data: JSON.stringify({ people }) })
  }
}

const sockets: FakeSocket[] = []
const open = () => {
  const socket = new FakeSocket()
  sockets.push(socket)
  return socket as unknown as WebSocket
}

const person = (facts: Partial<Person>): Person => ({
  seat: 's',
  account_id: 'a',
  name: 'Ada',
  node_id: null,
  is_you: false,
  ...facts,
})

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  sockets.length = 0
  vi.useRealTimers()
})

test('others are shown, and what is chosen here is told', () => {
  const presence = new Presence('w', open)
  presence.join()
  sockets[0]?.begin()
  presence.choose('greet')
  presence.choose('greet')

  sockets[0]?.show([person({ seat: 'me', is_you: true }), person({ node_id: 'start' })])

  expect(presence.store.getState().others).toEqual([person({ node_id: 'start' })])
  expect(sockets[0]?.sent).toMatchObject([{ workspace: null }, { node_id: 'greet' }])
})

test('nobody is shown once one has left, or while the connection is lost', () => {
  const presence = new Presence('w', open)
  const leave = presence.join()
  sockets[0]?.begin()
  sockets[0]?.show([person({})])
  leave()

  expect(presence.store.getState().others).toEqual([])
  vi.advanceTimersByTime(60_000)
  expect(sockets).toHaveLength(1)
})

test.each([
  ['Ada Lovelace', 'AL'],
  ['ada@noria.example', 'AN'],
  ['', '?'],
])('%s is shortened to %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
