/**
 * Who is signed in: the access token, in memory only, renewed by the refresh cookie.
 *
 * The server ends a session whose refresh cookie is used twice, so one refresh runs at a time: in
 * this tab by one promise, over all tabs by a lock.
 */

import { chosenWorkspace, switchWorkspace } from '@/shared/lib/workspace'
import { connectionError, errorFromResponse } from './error'
import type { SessionRead } from './types'

const REFRESH_LOCK = 'noria.refresh'
const AUTH = '/api/v1/auth'

type Fetch = (request: Request) => Promise<Response>

export class Session {
  #token: string | null = null
  #refreshing: Promise<boolean> | null = null
  #endListeners = new Set<() => void>()
  #fetch: Fetch

  constructor(fetch: Fetch = (request) => globalThis.fetch(request)) {
    this.#fetch = fetch
  }

  get token(): string | null {
    return this.#token
  }

  /** Called when the server no longer takes the session: not on a lost connection. */
  onEnd(listener: () => void): () => void {
    this.#endListeners.add(listener)
    return () => this.#endListeners.delete(listener)
  }

  /** With the code of an authenticator app, where the account has one. */
  signIn(email: string, password: string, code?: string): Promise<void> {
    return this.enter('sign-in', { email, password, ...(code && { code }) })
  }

  /** Any way in: `action` answers with a session. */
  async enter(action: string, body: object): Promise<void> {
    const response = await this.#post(action, body)
    if (!response.ok) throw await errorFromResponse(response)
    this.#token = ((await response.json()) as SessionRead).access_token
  }

  /** Forgets the token even when the server can't be told. */
  async signOut(): Promise<void> {
    try {
      await this.#post('sign-out')
    } finally {
      this.#token = null
    }
  }

  /** True when there is a token now; false when one has to sign in. */
  async restore(): Promise<boolean> {
    return this.#token !== null || (await this.refresh())
  }

  /**
   * Trade the refresh cookie for a new token. Callers that come meanwhile share the one request.
   *
   * Throws when no answer came or the server has a fault: the session may still be good.
   */
  refresh(): Promise<boolean> {
    this.#refreshing ??= exclusively(() => this.#refresh()).finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  async #refresh(): Promise<boolean> {
    const response = await this.#post('refresh')
    if (response.ok) {
      this.#token = ((await response.json()) as SessionRead).access_token
      return true
    }
    if (response.status !== 401 && response.status !== 403) throw await errorFromResponse(response)
    const hadToken = this.#token !== null
    this.#token = null
    if (hadToken) for (const listener of this.#endListeners) listener()
    return false
  }

  /** Send a request as the signed-in account; on 401 refresh once and send it again. */
  async send(request: Request): Promise<Response> {
    const again = request.clone()
    const used = this.#token
    const response = await this.#sendWith(request, used)
    if (response.status !== 401) return response
    // Another request may have refreshed while this one was under way.
    const hasNew = (this.#token !== null && this.#token !== used) || (await this.refresh())
    return hasNew ? this.#sendWith(again, this.#token) : response
  }

  async #sendWith(request: Request, token: string | null): Promise<Response> {
    if (token) request.headers.set('authorization', `Bearer ${token}`)
    const workspace = chosenWorkspace()
    if (workspace) request.headers.set('x-workspace', workspace)
    const response = await connected(this.#fetch(request))
    if (workspace && response.status === 404 && token) await leaveGoneWorkspace(response.clone())
    return response
  }

  #post(action: string, body?: object): Promise<Response> {
    const request = new Request(`${location.origin}${AUTH}/${action}`, {
      method: 'POST',
      ...(body && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    })
    return connected(this.#fetch(request))
  }
}

/** The chosen workspace is gone, or one is no longer in it: go on in the first one there is. */
async function leaveGoneWorkspace(response: Response) {
  const problem = await errorFromResponse(response)
  if (problem.detail.startsWith('There is no workspace ')) switchWorkspace(null)
}

async function connected(answer: Promise<Response>): Promise<Response> {
  try {
    return await answer
  } catch (error) {
    // `fetch` says TypeError for anything between us and the server; an abort stays an abort.
    throw error instanceof TypeError ? connectionError() : error
  }
}

function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(REFRESH_LOCK, work) : work()
}

export const session = new Session()
