/** What a step writes while it writes it: kept nowhere, so only what came since one looks. */
import { useEffect, useState } from 'react'
import { send } from '@/shared/api/client'
import { followStream } from '@/shared/api/event-stream'

type Piece = {
  node_id: string
  iteration: string
  attempt: number
  offset: number
  text: string
}

export type Written = { attempt: number; text: string; isWhole: boolean }

/** A later attempt begins anew; a gap, as after an outage, is told by `isWhole`. */
export function addPiece(written: Written | null, piece: Piece): Written {
  const before = written?.attempt === piece.attempt ? written : null
  const isWhole = (before?.isWhole ?? true) && piece.offset === (before?.text.length ?? 0)
  return { attempt: piece.attempt, text: (before?.text ?? '') + piece.text, isWhole }
}

/** Null: nothing yet. Nothing is followed while it is not live. */
export function usePieces(
  runId: string,
  nodeId: string,
  iteration: string,
  isLive: boolean,
): Written | null {
  const [written, setWritten] = useState<Written | null>(null)
  useEffect(() => {
    if (!isLive) return
    const stop = new AbortController()
    setWritten(null)
    followStream({
      signal: stop.signal,
      open: (_, signal) => {
        const headers = { accept: 'text/event-stream' }
        return send(
          new Request(`${location.origin}/api/v1/runs/${runId}/pieces`, { headers, signal }),
        )
      },
      onMessage: ({ data }) => {
        const piece = JSON.parse(data) as Piece
        if (piece.node_id === nodeId && piece.iteration === iteration)
          setWritten((before) => addPiece(before, piece))
      },
      onConnection: () => undefined,
      // The server ends it with the run.
      isComplete: () => true,
    })
    return () => stop.abort()
  }, [runId, nodeId, iteration, isLive])
  return isLive ? written : null
}
