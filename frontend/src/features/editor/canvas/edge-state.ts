/** How an edge looks during a run. */
import type { RunState } from '@/features/run-stream'
import { ERROR, type GraphEdge, OUT, portOf } from '../document/graph'

/** `idle`: no run, or it has not come this far. `live`: what it leads to is at work; `resting`: it waits. */
export type EdgeState = 'idle' | 'taken' | 'live' | 'resting' | 'untaken'

const AT_WORK: ReadonlySet<string> = new Set(['queued', 'running'])
const RESTS: ReadonlySet<string> = new Set(['waiting', 'paused'])

export function edgeState({ nodes }: Pick<RunState, 'nodes'>, edge: GraphEdge): EdgeState {
  const source = nodes[edge.from]?.newest
  if (!source || AT_WORK.has(source.status) || RESTS.has(source.status)) return 'idle'
  if (!leaves(source.status, source.port, portOf(edge))) return 'untaken'
  const target = nodes[edge.to]?.newest
  if (!target) return 'taken'
  if (AT_WORK.has(target.status)) return 'live'
  return RESTS.has(target.status) ? 'resting' : 'taken'
}

function leaves(status: string, port: string | null, wanted: string): boolean {
  if (status === 'succeeded') return (port ?? OUT) === wanted
  return status === 'failed' && (port === wanted || (port === null && wanted === ERROR))
}
