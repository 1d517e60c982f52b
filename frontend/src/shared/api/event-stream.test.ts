import { expect, test } from 'vitest'
import { ApiError } from './error'
import { type Connection, followStream, MessageParser, type StreamMessage } from './event-stream'

test('messages are found however the stream is cut', () => {
  const text =
    'event: step\r\nid: 7\r\ndata: {"a":\r\ndata: 1}\r\n\r\n: a comment\n\ndata:x\nid: 8\n\n'
  const whole = new MessageParser().push(text)
  const parser = new MessageParser()
  const pieces = [...text].flatMap((character) => parser.push(character))

  expect(whole).toEqual([
    { id: '7', event: 'step', data: '{"a":\n1}' },
    { id: '8', event: 'message', data: 'x' },
  ])
  expect(pieces).toEqual(whole)
})

type Answer = string | Error

/** Follow a server that gives these answers, one per connection. */
async function follow(answers: Answer[], last: string) {
  const asked: string[] = []
  const waits: number[] = []
  const messages: StreamMessage[] = []
  const connections: Connection[] = []
  await followStream({
    signal: new AbortController().signal,
    open: async (lastEventId) => {
      asked.push(lastEventId)
      const answer = answers.shift() ?? ''
      if (answer instanceof Error) throw answer
      return new Response(answer)
    },
    onMessage: (message) => messages.push(message),
    onConnection: (connection) => connections.push(connection),
    isComplete: () => messages.at(-1)?.id === last,
    wait: async (ms) => {
      waits.push(ms)
    },
  })
  return { asked, waits, ids: messages.map((message) => message.id), connections }
}

const message = (id: number) => `id: ${id}\ndata: {}\n\n`

test('a lost connection goes on after the last event', async () => {
  const seen = await follow([message(1) + message(2), message(3)], '3')

  expect(seen.ids).toEqual(['1', '2', '3'])
  expect(seen.asked).toEqual(['', '2'])
  expect(seen.connections).toEqual(['connecting', 'live', 'reconnecting', 'live', 'ended'])
})

test('waits grow while nothing comes, and begin anew after progress', async () => {
  const lost = new TypeError('network')

  const seen = await follow([lost, lost, lost, message(1), lost, message(2)], '2')

  expect(seen.waits).toEqual([500, 1_000, 2_000, 500, 1_000])
})

test('a refusal is not asked again', async () => {
  const gone = new ApiError({ status: 404, code: 'not_found', title: 'Not found', detail: '' })

  const seen = await follow([gone], '1')

  expect(seen.connections).toEqual(['connecting', 'failed'])
})

test('too many requests is no refusal', async () => {
  const busy = new ApiError({ status: 429, code: 'too_many_requests', title: '', detail: '' })

  const seen = await follow([busy, message(1)], '1')

  expect(seen.connections.at(-1)).toBe('ended')
})
