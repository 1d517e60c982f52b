import type { QueryKey } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { hearDomainEvents, staleKeys } from './domain-events'

test('what an event may have changed is asked for again, each once', () => {
  expect(staleKeys(['approval.requested', 'approval.reminded', 'run.failed'])).toEqual([
    ['notifications'],
    ['approvals'],
  ])
  expect(staleKeys([])).toEqual([['notifications']])
})

test('news come until one has left', () => {
  const socket = { send: () => {}, close: () => {} } as unknown as WebSocket
  const asked: QueryKey[] = []
  const leave = hearDomainEvents(
    (key) => asked.push(key),
    () => socket,
  )

  socket.onmessage?.({ data: '{"types": ["alert.raised"]}' } as MessageEvent)
  leave()
  socket.onclose?.({ code: 1006 } as CloseEvent)

  expect(asked).toEqual([['notifications'], ['alert-rules']])
})
