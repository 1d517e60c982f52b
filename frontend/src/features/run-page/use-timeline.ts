import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { isFinalRun, type LiveStep, type RunState, type RunStore } from '@/features/run-stream'
import type { RunRead } from '@/shared/api/types'
import { useNow } from '@/shared/lib/use-now'
import { nodesOfRun, runGraphQuery } from './run-queries'
import { buildTimeline, type Timeline, timesOf } from './timeline'

const GROW_MS = 250
/** With more steps than this, drawing them all anew at each event would take the frames of everything else. */
const MANY_STEPS = 200
const PACE_MS = 100

/** The timeline as it is now: it grows while the run goes on. */
export function useTimeline(run: RunRead, store: RunStore): Timeline {
  const { data: graph } = useQuery(runGraphQuery(run.id))
  const steps = usePacedSteps(store)
  const goesOn = !isFinalRun(run.status)
  const now = useNow(GROW_MS, goesOn)
  return useMemo(() => {
    const all = Object.values(steps)
    const [first, last] = bounds(all)
    const start = Date.parse(run.started_at ?? run.created_at)
    // A worker's clock may be a little off from the API's: no bar may lie outside.
    const end = run.finished_at ? Date.parse(run.finished_at) : now
    return buildTimeline({
      steps: all,
      nodes: graph ? nodesOfRun(run, graph) : [],
      startMs: Math.min(start, first),
      endMs: Math.max(end, last),
      goesOn,
    })
  }, [steps, graph, run, now, goesOn])
}

/** As the store has them at once; of very many, ten times a second. */
function usePacedSteps(store: RunStore): RunState['steps'] {
  const [taken, setTaken] = useState(() => ({ store, steps: store.getState().steps }))
  useEffect(() => {
    let timer = 0
    const take = () => {
      timer = 0
      const { steps } = store.getState()
      setTaken((before) => (before.steps === steps ? before : { store, steps }))
    }
    take()
    const stop = store.subscribe(({ steps }) => {
      if (Object.keys(steps).length <= MANY_STEPS) take()
      else timer ||= window.setTimeout(take, PACE_MS)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [store])
  return taken.store === store ? taken.steps : store.getState().steps
}

/** The earliest and the latest time that a step tells. */
function bounds(steps: readonly LiveStep[]): [firstMs: number, lastMs: number] {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const { attempts } of steps) {
    for (const attempt of attempts) {
      const { startMs, endMs } = timesOf(attempt)
      first = Math.min(first, startMs ?? endMs ?? first)
      last = Math.max(last, endMs ?? startMs ?? last)
    }
  }
  return [first, last]
}
