/**
 * What a run changes on the canvas, written onto the page without React.
 *
 * A card that renders makes React walk over all of its neighbours: with a thousand on the screen and
 * fifty events in a frame that takes longer than the frame. So what most of them change, a colour, is
 * an attribute that each card and line sets itself.
 */
import { type RefObject, useLayoutEffect, useRef } from 'react'
import { maxAttempts, nodeStatus, type RunState } from '@/features/run-stream'
import { cn } from '@/shared/lib/cn'
import type { ShownStatus } from '@/shared/lib/status'
import { STATUS_COLORS } from '@/shared/ui/status'
import { edgeKey, type GraphEdge, type GraphNode } from '../document/graph'
import { useCanvas } from './canvas-context'
import { type EdgeState, edgeState } from './edge-state'

/** Classes of a card's own, and from afar the colour of its status, which its box is filled with. */
const CARD = 'group relative h-full w-full'

/** For the element of a card, whose class and `data-status` are nobody else's. */
export function useCardMark(
  { id, policy }: Pick<GraphNode, 'id' | 'policy'>,
  far: boolean,
): RefObject<HTMLDivElement | null> {
  const tries = maxAttempts(policy)
  return useMark<HTMLDivElement, ShownStatus | undefined>(
    (run) => nodeStatus(run, id, tries),
    (card, status) => {
      card.dataset.status = status ?? 'none'
      card.className = cn(CARD, far && status && STATUS_COLORS[status])
    },
    `${id} ${tries} ${far}`,
  )
}

/** For the group around a line, whose `data-run` says how the run went by; null: it says nothing. */
export function useLineMark(edge: GraphEdge | null, tries = 1): RefObject<SVGGElement | null> {
  return useMark<SVGGElement, EdgeState | null>(
    (run) => (edge ? edgeState(run, edge, tries) : null),
    (line, state) => {
      const path = line.querySelector('path')
      if (state) path?.setAttribute('data-run', state)
      else path?.removeAttribute('data-run')
    },
    edge && `${edgeKey(edge)} ${tries}`,
  )
}

/** Writes anew when what is looked at is another, or when the component has another `subject`. */
function useMark<Marked extends Element, Fact>(
  look: (run: RunState) => Fact,
  write: (marked: Marked, fact: Fact) => void,
  subject: unknown,
): RefObject<Marked | null> {
  const { runStore } = useCanvas()
  const marked = useRef<Marked>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: both are made from the subject
  useLayoutEffect(() => {
    const element = marked.current
    if (!element) return
    let known = look(runStore.getState())
    write(element, known)
    return runStore.subscribe((run) => {
      const fact = look(run)
      if (fact === known) return
      known = fact
      write(element, fact)
    })
  }, [runStore, subject])
  return marked
}
