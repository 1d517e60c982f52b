import { useEffect, useMemo, useState } from 'react'
import { createStore } from 'zustand'
import { type RunState, type RunStore, useRunState } from '@/features/run-stream'
import type { TimelineNode } from '../timeline'
import {
  atIterations,
  hasLoops,
  type LoopsView,
  loopsView,
  NO_LOOPS,
  type Picks,
  picksOf,
} from './loops'

export type LoopsState = LoopsView & {
  /** The run with each node of a body as in the iteration that is shown: for the canvas. */
  store: RunStore
  pick: (picks: Picks) => void
}

const NO_STEPS: RunState['steps'] = {}

/** Which iterations are shown; `chosen` is the key of the chosen step. A run without loops costs nothing here. */
export function useLoops(
  nodes: readonly TimelineNode[],
  store: RunStore,
  chosen: string | undefined,
): LoopsState {
  const [picked, setPicked] = useState<Picks>({})
  // A step that is chosen is in an iteration, which is shown until another one is picked.
  const picks = useMemo(() => {
    const [nodeId = '', iteration = ''] = (chosen ?? '').split('@')
    return { ...picksOf(nodes, nodeId, iteration), ...picked }
  }, [nodes, chosen, picked])
  const any = useMemo(() => hasLoops(nodes), [nodes])
  const steps = useRunState(store, (state) => (any ? state.steps : NO_STEPS))
  const view = useMemo(
    () => (any ? loopsView(nodes, steps, picks) : NO_LOOPS),
    [any, nodes, steps, picks],
  )
  const shown = useViewOf(store, view.paths, any)
  return { ...view, store: any ? shown : store, pick: (more) => setPicked({ ...picked, ...more }) }
}

function useViewOf(store: RunStore, paths: LoopsView['paths'], any: boolean): RunStore {
  const [shown] = useState(() => createStore(() => atIterations(store.getState(), paths)))
  useEffect(() => {
    if (!any) return
    const show = (state: RunState) => shown.setState(atIterations(state, paths), true)
    show(store.getState())
    return store.subscribe(show)
  }, [store, shown, paths, any])
  return shown
}
