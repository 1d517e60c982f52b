import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { followStream } from '@/shared/api/event-stream'
import type { TurnPiece, TurnRead } from '@/shared/api/types'
import { addPiece, isOpen, NOTHING } from './answer-text'
import { openTurn, turnsKey } from './chat-queries'
import { useChatSource } from './chat-source'

type Answer = { turn: TurnRead; text: string; failure: unknown }

/** Follows a turn whose answer may still come; its list is asked for again at the end. */
export function useAnswer(conversationId: string, turn: TurnRead): Answer {
  const source = useChatSource()
  const queryClient = useQueryClient()
  const [written, setWritten] = useState(NOTHING)
  const [told, setTold] = useState<TurnRead | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const goesOn = isOpen(turn)
  const { id } = turn
  useEffect(() => {
    if (!goesOn) return
    const stop = new AbortController()
    let last: TurnRead | null = null
    followStream({
      signal: stop.signal,
      open: (_, signal) => openTurn(source, conversationId, id, signal),
      onMessage: ({ event, data }) => {
        if (event === 'piece') {
          const piece = JSON.parse(data) as TurnPiece
          setWritten((before) => addPiece(before, piece))
        } else if (event === 'turn') {
          last = JSON.parse(data) as TurnRead
          setTold(last)
        }
      },
      onConnection: (connection, error) => {
        setFailure(connection === 'failed' ? error : null)
        if (connection === 'ended')
          queryClient.invalidateQueries({ queryKey: turnsKey(source, conversationId) })
      },
      isComplete: () => last !== null && !isOpen(last),
    })
    return () => stop.abort()
  }, [source, conversationId, id, goesOn, queryClient])
  return { turn: goesOn ? (told ?? turn) : turn, text: written.text, failure }
}
