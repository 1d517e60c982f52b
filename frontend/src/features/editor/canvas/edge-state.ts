/** How an edge looks during a run. */
import type { RunState } from '@/features/run-stream'
import { ERROR, type GraphEdge, OUT, portOf } from '../document/graph'

/** `idle`: no run, or it has not come this far. */
export type EdgeState = 'idle' | 'taken' | 'live' | 'untaken'

const GOES_ON: ReadonlySet<string> = new Set(['queued', 'running', 'waiting', 'paused'])

export function edgeState({ nodes }: Pick<RunState, 'nodes'>, edge: GraphEdge): EdgeState {
  const source = nodes[edge.from]?.newest
  if (!source || GOES_ON.has(source.status)) return 'idle'
  if (!leaves(source.status, source.port, portOf(edge))) return 'untaken'
  const target = nodes[edge.to]?.newest
  return target && GOES_ON.has(target.status) ? 'live' : 'taken'
}

function leaves(status: string, port: string | null, wanted: string): boolean {
  if (status === 'succeeded') return (port ?? OUT) === wanted
  return status === 'failed' && (port === wanted || (port === null && wanted === ERROR))
}
