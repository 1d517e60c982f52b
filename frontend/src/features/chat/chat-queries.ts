/** The endpoints of chats, for members and visitors alike. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '@/shared/api/client'
import type { ChatSessionRead, FeedbackRead, TurnRead } from '@/shared/api/types'
import { answered, type ChatSource } from './chat-source'

const PAGE = 30
const REFRESH_MS = 10_000

export const chatsQuery = queryOptions({
  queryKey: ['chats'],
  queryFn: async ({ signal }) =>
    (await dataOf(api.GET('/api/v1/chats', { params: { query: { limit: 200 } }, signal }))).items,
  refetchInterval: REFRESH_MS,
})

const keyOf = ({ triggerId, isMember }: ChatSource) => ['chats', triggerId, { isMember }] as const

export const chatQuery = (source: ChatSource) =>
  queryOptions({
    queryKey: [...keyOf(source), 'chat'],
    queryFn: ({ signal }) =>
      dataOf(
        source.client.GET('/api/v1/chats/{trigger_id}', {
          params: { path: { trigger_id: source.triggerId } },
          signal,
        }),
      ),
  })

export const conversationsKey = (source: ChatSource) => [...keyOf(source), 'conversations'] as const

export const conversationsQuery = (source: ChatSource) =>
  infiniteQueryOptions({
    queryKey: conversationsKey(source),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        source.client.GET('/api/v1/chats/{trigger_id}/conversations', {
          params: {
            path: { trigger_id: source.triggerId },
            query: { cursor: pageParam, limit: PAGE },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

export const turnsKey = (source: ChatSource, conversationId: string) =>
  [...keyOf(source), 'turns', conversationId] as const

export const turnsQuery = (source: ChatSource, conversationId: string) =>
  infiniteQueryOptions({
    queryKey: turnsKey(source, conversationId),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        source.client.GET('/api/v1/chats/{trigger_id}/conversations/{conversation_id}/turns', {
          params: {
            path: placeOf(source, conversationId),
            query: { cursor: pageParam, limit: PAGE },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

export const createConversation = (source: ChatSource) =>
  dataOf(
    source.client.POST('/api/v1/chats/{trigger_id}/conversations', {
      params: { path: { trigger_id: source.triggerId } },
    }),
  )

export const deleteConversation = (source: ChatSource, conversationId: string) =>
  dataOf(
    source.client.DELETE('/api/v1/chats/{trigger_id}/conversations/{conversation_id}', {
      params: { path: placeOf(source, conversationId) },
    }),
  )

/** What people thought of answers, the newest first. */
export const feedbackQuery = (triggerId: string, rating: FeedbackRead['rating']) =>
  infiniteQueryOptions({
    queryKey: ['chats', triggerId, 'feedback', rating],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/chats/{trigger_id}/feedback', {
          params: {
            path: { trigger_id: triggerId },
            query: { rating, cursor: pageParam, limit: PAGE },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

export type Said = { id: string; text: string; files: string[] }

export const sayTurn = (source: ChatSource, conversationId: string, body: Said) =>
  dataOf(
    source.client.POST('/api/v1/chats/{trigger_id}/conversations/{conversation_id}/turns', {
      params: { path: placeOf(source, conversationId) },
      body,
    }),
  )

export const stopTurn = (source: ChatSource, conversationId: string, turnId: string) =>
  dataOf(
    source.client.POST(
      '/api/v1/chats/{trigger_id}/conversations/{conversation_id}/turns/{turn_id}/stop',
      { params: { path: { ...placeOf(source, conversationId), turn_id: turnId } } },
    ),
  )

export const rateTurn = (
  source: ChatSource,
  conversationId: string,
  turnId: string,
  body: { rating: TurnRead['rating']; comment: string },
) =>
  dataOf(
    source.client.PUT(
      '/api/v1/chats/{trigger_id}/conversations/{conversation_id}/turns/{turn_id}/feedback',
      { params: { path: { ...placeOf(source, conversationId), turn_id: turnId } }, body },
    ),
  )

export const uploadFile = (source: ChatSource, conversationId: string, file: File) =>
  dataOf(
    source.client.POST('/api/v1/chats/{trigger_id}/conversations/{conversation_id}/files', {
      params: { path: placeOf(source, conversationId), query: { name: file.name } },
      headers: { 'Content-Type': file.type || 'application/octet-stream' },
      // The file itself: the generated type calls it a string.
      body: file as unknown as string,
      bodySerializer: (body) => body as unknown as BodyInit,
    }),
  )

export function openTurn(
  source: ChatSource,
  conversationId: string,
  turnId: string,
  signal: AbortSignal,
): Promise<Response> {
  const place = `/api/v1/chats/${source.triggerId}/conversations/${conversationId}/turns/${turnId}`
  const headers = { accept: 'text/event-stream' }
  return source.send(new Request(`${location.origin}${place}/events`, { headers, signal }))
}

/** Begins to talk with a public chat, or goes on with the token of the last visit. */
export async function openSession(path: string, token: string | null): Promise<ChatSessionRead> {
  const response = await answered(
    fetch('/api/v1/chat-sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ path, token }),
    }),
  )
  return (await response.json()) as ChatSessionRead
}

const placeOf = (source: ChatSource, conversationId: string) => ({
  trigger_id: source.triggerId,
  conversation_id: conversationId,
})
