/** Who else has this draft open: told over a WebSocket. */

import { createStore } from 'zustand'
import { MemberSocket, type OpenSocket } from '@/shared/api/member-socket'

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

export class Presence {
  readonly store = createStore<People>(() => ({ others: [] }))
  #chosen: string | null = null
  readonly #socket: MemberSocket

  constructor(workflowId: string, open?: OpenSocket) {
    const path = `/api/v1/workflows/${workflowId}/presence`
    const use = {
      onMessage: (message: unknown) => this.#show(message),
      onOpen: () => {
        if (this.#chosen) this.#tell()
      },
      onLost: () => this.#forget(),
    }
    this.#socket = new MemberSocket(path, use, open)
  }

  /** Be there; returns what leaves again. */
  join(): () => void {
    const leave = this.#socket.connect()
    return () => {
      leave()
      this.#forget()
    }
  }

  /** Tell which step is chosen here. */
  choose(nodeId: string | null) {
    if (nodeId === this.#chosen) return
    this.#chosen = nodeId
    this.#tell()
  }

  #tell() {
    this.#socket.send({ node_id: this.#chosen })
  }

  #show(message: unknown) {
    const { people } = message as { people: Person[] }
    this.store.setState({ others: people.filter((each) => !each.is_you) })
  }

  #forget() {
    this.store.setState({ others: [] })
  }
}

/** Whose initials stand for whom: at most two letters. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter(Boolean)
  const [first = '?', second = ''] = words
  return `${first.charAt(0)}${second.charAt(0)}`.toUpperCase()
}
