/** Who else has this draft open: told over a WebSocket, which is opened again when it is lost. */

import { createStore } from 'zustand'
import { session } from '@/shared/api/session'
import { chosenWorkspace } from '@/shared/lib/workspace'

export type Person = {
  /** Of the open page. */
  seat: string
  account_id: string
  name: string
  /** The step that is chosen there. */
  node_id: string | null
  is_you: boolean
}

export type People = { others: readonly Person[] }

const AGAIN_MS = [1_000, 2_000, 5_000, 15_000, 30_000] as const
/** The server ends it with this code when it does not take the token or a message. */
const REFUSED = 1008

export class Presence {
  readonly store = createStore<People>(() => ({ others: [] }))
  #socket: WebSocket | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #chosen: string | null = null
  readonly #url: string
  readonly #open: (url: string) => WebSocket

  constructor(workflowId: string, open = (url: string) => new WebSocket(url)) {
    const path = `/api/v1/workflows/${workflowId}/presence`
    this.#url = `${location.origin.replace(/^http/, 'ws')}${path}`
    this.#open = open
  }

  /** Be there; returns what leaves again. */
  join(): () => void {
    this.#connect()
    return () => {
      clearTimeout(this.#timer)
      const socket = this.#socket
      this.#socket = null
      socket?.close()
      this.store.setState({ others: [] })
    }
  }

  /** Tell which step is chosen here. */
  choose(nodeId: string | null) {
    if (nodeId === this.#chosen) return
    this.#chosen = nodeId
    this.#tell()
  }

  #tell() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    this.#socket.send(JSON.stringify({ node_id: this.#chosen }))
  }

  #connect() {
    const socket = this.#open(this.#url)
    this.#socket = socket
    socket.onopen = () => {
      socket.send(JSON.stringify({ token: session.token, workspace: chosenWorkspace() }))
      if (this.#chosen) this.#tell()
    }
    socket.onmessage = ({ data }) => {
      this.#failures = 0
      const { people } = JSON.parse(String(data)) as { people: Person[] }
      this.store.setState({ others: people.filter((each) => !each.is_you) })
    }
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return
      this.#again(code)
    }
  }

  /** A token may have run out meanwhile: any request gets a new one. */
  #again(code: number) {
    this.#socket = null
    this.store.setState({ others: [] })
    const pause = AGAIN_MS[Math.min(this.#failures, AGAIN_MS.length - 1)]
    this.#failures += 1
    this.#timer = setTimeout(async () => {
      if (code === REFUSED) await session.refresh().catch(() => false)
      if (session.token) this.#connect()
    }, pause)
  }
}

/** Whose initials stand for whom: at most two letters. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter(Boolean)
  const [first = '?', second = ''] = words
  return `${first.charAt(0)}${second.charAt(0)}`.toUpperCase()
}
