import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query'
import type { TurnRead } from '@/shared/api/types'
import {
  conversationsKey,
  createConversation,
  type Said,
  sayTurn,
  turnsKey,
  uploadFile,
} from './chat-queries'
import { type ChatSource, useChatSource } from './chat-source'

export type Draft = { id: string; text: string; files: readonly File[] }

type Turns = InfiniteData<{ items: TurnRead[]; next_cursor: string | null }, string | null>

/** Says things in a conversation, which begins with the first of them. */
export function useSaying(conversationId: string | undefined, onBegun: (id: string) => void) {
  const source = useChatSource()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (draft: Draft) => {
      const place = conversationId ?? (await createConversation(source)).id
      const body = await withFiles(source, place, draft)
      return { place, turn: await sayTurn(source, place, body) }
    },
    onSuccess: ({ place, turn }) => {
      queryClient.setQueryData(turnsKey(source, place), (known: Turns | undefined) =>
        withTurn(known, turn),
      )
      queryClient.invalidateQueries({ queryKey: conversationsKey(source) })
      if (place !== conversationId) onBegun(place)
    },
  })
}

async function withFiles(source: ChatSource, place: string, draft: Draft): Promise<Said> {
  const files: string[] = []
  for (const file of draft.files) files.push((await uploadFile(source, place, file)).id)
  return { id: draft.id, text: draft.text, files }
}

/** The newest comes first; one that is there is replaced. */
export function withTurn(known: Turns | undefined, turn: TurnRead): Turns {
  if (!known) return { pages: [{ items: [turn], next_cursor: null }], pageParams: [null] }
  const isThere = known.pages.some(({ items }) => items.some(({ id }) => id === turn.id))
  const pages = known.pages.map((page, at) => ({
    ...page,
    items: isThere
      ? page.items.map((each) => (each.id === turn.id ? turn : each))
      : at === 0
        ? [turn, ...page.items]
        : page.items,
  }))
  return { ...known, pages }
}
