/**
 * Server-sent events over `fetch`, since `EventSource` can't send a bearer token.
 *
 * Knows the wire format and reconnecting; not what the events mean.
 */
import { ApiError } from './error'

export type StreamMessage = { id: string; event: string; data: string }

/** Cuts a text stream into messages. Feed it chunks as they come, however they are cut. */
export class MessageParser {
  #rest = ''
  #id = ''
  #event = ''
  #data: string[] = []

  push(chunk: string): StreamMessage[] {
    const lines = (this.#rest + chunk).split(/\r\n|\n|\r(?!$)/)
    this.#rest = lines.pop() ?? ''
    return lines.flatMap((line) => this.#line(line))
  }

  #line(line: string): StreamMessage[] {
    if (line === '') return this.#dispatch()
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') this.#data.push(value)
    else if (field === 'id') this.#id = value
    else if (field === 'event') this.#event = value
    return []
  }

  #dispatch(): StreamMessage[] {
    const message = { id: this.#id, event: this.#event || 'message', data: this.#data.join('\n') }
    const isEmpty = this.#data.length === 0
    this.#event = ''
    this.#data = []
    return isEmpty ? [] : [message]
  }
}

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'ended' | 'failed'

type FollowOptions = {
  open: (lastEventId: string, signal: AbortSignal) => Promise<Response>
  onMessage: (message: StreamMessage) => void
  onConnection: (connection: Connection, error?: unknown) => void
  /** Has everything been said? Asked when the server closes the stream. */
  isComplete: () => boolean
  signal: AbortSignal
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000

/** Follow a stream to its end, over lost connections, telling the server the last id seen. */
export async function followStream(options: FollowOptions): Promise<void> {
  const { signal, onConnection, wait = pause } = options
  const position = { id: '' }
  let failures = 0
  onConnection('connecting')
  while (!signal.aborted) {
    const before = position.id
    const end = await readToEnd(options, position)
    if (signal.aborted) return
    if (end) return onConnection(end.connection, end.error)
    failures = position.id === before ? failures + 1 : 1
    onConnection('reconnecting')
    await wait(Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS), signal)
  }
}

type End = { connection: 'ended' | 'failed'; error?: unknown }

/** One connection, to its end. Null: connect again. */
async function readToEnd(options: FollowOptions, position: { id: string }): Promise<End | null> {
  try {
    await readOnce(options, position)
    return options.isComplete() ? { connection: 'ended' } : null
  } catch (error) {
    return isRefusal(error) ? { connection: 'failed', error } : null
  }
}

/** An answer that trying again won't change. */
const isRefusal = (error: unknown) =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429

async function readOnce(options: FollowOptions, position: { id: string }): Promise<void> {
  const response = await options.open(position.id, options.signal)
  options.onConnection('live')
  if (!response.body) return
  const parser = new MessageParser()
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    for (const message of parser.push(value)) {
      if (message.id) position.id = message.id
      options.onMessage(message)
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
