/** Who talks with which chat: a member by the session of the app, a visitor by a token of the chat alone. */
import createClient from 'openapi-fetch'
import { createContext, useContext } from 'react'
import { api, send } from '@/shared/api/client'
import { connectionError, errorFromResponse } from '@/shared/api/error'
import type { paths } from '@/shared/api/schema.gen'

export type ChatSource = {
  triggerId: string
  isMember: boolean
  client: typeof api
  send: (request: Request) => Promise<Response>
}

const Context = createContext<ChatSource | null>(null)
export const ChatSourceProvider = Context.Provider

export function useChatSource(): ChatSource {
  const source = useContext(Context)
  if (!source) throw new Error('There is no ChatSourceProvider above.')
  return source
}

export const memberSource = (triggerId: string): ChatSource => ({
  triggerId,
  isMember: true,
  client: api,
  send,
})

export function visitorSource(triggerId: string, token: string): ChatSource {
  const sendAsVisitor = async (request: Request) => {
    request.headers.set('authorization', `Bearer ${token}`)
    return answered(fetch(request))
  }
  const client = createClient<paths>({ baseUrl: location.origin, fetch: sendAsVisitor })
  return { triggerId, isMember: false, client, send: sendAsVisitor }
}

/** Of a request that needs no sign-in; throws as `send` does. */
export async function answered(answer: Promise<Response>): Promise<Response> {
  const response = await answer.catch((error: unknown) => {
    throw error instanceof TypeError ? connectionError() : error
  })
  if (!response.ok) throw await errorFromResponse(response)
  return response
}
