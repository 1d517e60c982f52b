/** What is known of an answer while it is written: pieces in, text out. */
import type { TurnPiece, TurnRead } from '@/shared/api/types'

export type Written = { part: number; text: string }

export const NOTHING: Written = { part: -1, text: '' }

/** A later part takes the place of those before it; what leaves a gap, after an outage, waits for the answer. */
export function addPiece(written: Written, piece: TurnPiece): Written {
  if (piece.part < written.part) return written
  const before = piece.part === written.part ? written.text : ''
  if (piece.offset > before.length) return written
  return { part: piece.part, text: before.slice(0, piece.offset) + piece.text }
}

const OPEN: readonly TurnRead['status'][] = ['queued', 'running', 'waiting', 'paused']

/** An answer may still come. */
export const isOpen = ({ status }: Pick<TurnRead, 'status'>) => OPEN.includes(status)
