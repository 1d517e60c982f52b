/**
 * A WebSocket of a page whose person is signed in, opened again when it is lost.
 *
 * Knows how one signs in and comes back; not what the messages mean.
 */
import { chosenWorkspace } from '@/shared/lib/workspace'
import { session } from './session'

const AGAIN_MS = [1_000, 2_000, 5_000, 15_000, 30_000] as const
/** The server ends it with this code when it does not take the token or a message. */
const REFUSED = 1008

export type OpenSocket = (url: string) => WebSocket

export type SocketUse = {
  onMessage: (message: unknown) => void
  /** Signed in, again or for the first time. */
  onOpen?: () => void
  /** It is tried again by itself. */
  onLost?: () => void
}

export class MemberSocket {
  #socket: WebSocket | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  readonly #url: string
  readonly #use: SocketUse
  readonly #open: OpenSocket

  constructor(path: string, use: SocketUse, open: OpenSocket = (url) => new WebSocket(url)) {
    this.#url = `${location.origin.replace(/^http/, 'ws')}${path}`
    this.#use = use
    this.#open = open
  }

  /** Returns what closes it for good. */
  connect(): () => void {
    this.#connect()
    return () => {
      clearTimeout(this.#timer)
      const socket = this.#socket
      this.#socket = null
      socket?.close()
    }
  }

  /** Nothing is kept for later: who comes back says anew what is so then. */
  send(message: unknown) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    this.#socket.send(JSON.stringify(message))
  }

  #connect() {
    const socket = this.#open(this.#url)
    this.#socket = socket
    socket.onopen = () => {
      this.send({ token: session.token, workspace: chosenWorkspace() })
      this.#use.onOpen?.()
    }
    socket.onmessage = ({ data }) => {
      this.#failures = 0
      this.#use.onMessage(JSON.parse(String(data)))
    }
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return
      this.#socket = null
      this.#use.onLost?.()
      this.#again(code)
    }
  }

  /** A token may have run out meanwhile: any request gets a new one. */
  #again(code: number) {
    const pause = AGAIN_MS[Math.min(this.#failures, AGAIN_MS.length - 1)]
    this.#failures += 1
    this.#timer = setTimeout(async () => {
      if (code === REFUSED) await session.refresh().catch(() => false)
      if (session.token) this.#connect()
    }, pause)
  }
}
