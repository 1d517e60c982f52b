import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { isFinalRun, type RunStore, useRunState } from '@/features/run-stream'
import type { RunRead } from '@/shared/api/types'
import { useNow } from '@/shared/lib/use-now'
import { runGraphQuery, timelineNodes } from './run-queries'
import { buildTimeline, type Timeline } from './timeline'

const GROW_MS = 250

/** The timeline as it is now: it grows while the run goes on. */
export function useTimeline(run: RunRead, store: RunStore): Timeline {
  const { data: graph } = useQuery(runGraphQuery(run.id))
  const steps = useRunState(store, (state) => state.steps)
  const goesOn = !isFinalRun(run.status)
  const now = useNow(GROW_MS, goesOn)
  return useMemo(() => {
    const all = Object.values(steps)
    const times = all.flatMap((step) => step.attempts).flatMap(timesOf)
    const start = Date.parse(run.started_at ?? run.created_at)
    // A worker's clock may be a little off from the API's: no bar may lie outside.
    const end = run.finished_at ? Date.parse(run.finished_at) : now
    return buildTimeline({
      steps: all,
      nodes: graph ? timelineNodes(graph) : [],
      startMs: Math.min(start, ...times),
      endMs: Math.max(end, ...times),
      goesOn,
    })
  }, [steps, graph, run.started_at, run.created_at, run.finished_at, now, goesOn])
}

type Times = { started_at: string | null; finished_at: string | null }

const timesOf = ({ started_at, finished_at }: Times) =>
  [started_at, finished_at].flatMap((time) => (time ? [Date.parse(time)] : []))
