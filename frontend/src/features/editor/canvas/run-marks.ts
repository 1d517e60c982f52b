/**
 * What a run changes on the canvas, written onto the page without React.
 *
 * A card that renders makes React walk over all of its neighbours: with a thousand on the screen and
 * fifty events in a frame that takes longer than the frame. So what most of them change, a colour, is
 * an attribute that each card and line sets itself.
 */
import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { RunState } from '@/features/run-stream'
import { cn } from '@/shared/lib/cn'
import { shownStatus } from '@/shared/lib/status'
import { STATUS_COLORS } from '@/shared/ui/status'
import type { GraphEdge } from '../document/graph'
import { useCanvas } from './canvas-context'
import { edgeState } from './edge-state'

/** Classes of a card's own, and from afar the colour of its status, which its box is filled with. */
const CARD = 'group relative h-full w-full'

/** For the element of a card, whose class and `data-status` are nobody else's. */
export function useCardMark(nodeId: string, far: boolean): RefObject<HTMLDivElement | null> {
  return useMark<HTMLDivElement, unknown>(
    ({ nodes }) => nodes[nodeId],
    (card, { nodes }) => {
      const newest = nodes[nodeId]?.newest
      const status = newest && shownStatus(newest.status, newest.attempt)
      card.dataset.status = status ?? 'none'
      card.className = cn(CARD, far && status && STATUS_COLORS[status])
    },
    `${nodeId} ${far}`,
  )
}

/** For the group around a line, whose `data-run` says how the run went by; null: it says nothing. */
export function useLineMark(edge: GraphEdge | null): RefObject<SVGGElement | null> {
  const stateOf = (run: RunState) => (edge ? edgeState(run, edge) : null)
  return useMark<SVGGElement, unknown>(
    stateOf,
    (line, run) => {
      const state = stateOf(run)
      const path = line.querySelector('path')
      if (state) path?.setAttribute('data-run', state)
      else path?.removeAttribute('data-run')
    },
    edge,
  )
}

/** Writes anew when what is looked at is another, or when the component has another `subject`. */
function useMark<Marked extends Element, Fact>(
  look: (run: RunState) => Fact,
  write: (marked: Marked, run: RunState) => void,
  subject: unknown,
): RefObject<Marked | null> {
  const { runStore } = useCanvas()
  const marked = useRef<Marked>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: both are made from the subject
  useLayoutEffect(() => {
    const element = marked.current
    if (!element) return
    let known = look(runStore.getState())
    write(element, runStore.getState())
    return runStore.subscribe((run) => {
      const fact = look(run)
      if (fact === known) return
      known = fact
      write(element, run)
    })
  }, [runStore, subject])
  return marked
}
