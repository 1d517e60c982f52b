/** How an edge looks during a run. */
import { nodeStatus, type RunState } from '@/features/run-stream'
import type { ShownStatus } from '@/shared/lib/status'
import { ERROR, type GraphEdge, OUT, portOf } from '../document/graph'

/** `idle`: no run, or it has not come this far. `live`: what it leads to is at work; `resting`: it waits. */
export type EdgeState = 'idle' | 'taken' | 'live' | 'resting' | 'untaken'

const AT_WORK: ReadonlySet<ShownStatus> = new Set(['queued', 'running', 'retrying'])
const RESTS: ReadonlySet<ShownStatus> = new Set(['waiting', 'paused'])

/** `tries`: how often the step is tried that it leads to. */
export function edgeState(
  run: Pick<RunState, 'nodes' | 'run'>,
  edge: GraphEdge,
  tries: number,
): EdgeState {
  const source = run.nodes[edge.from]?.newest
  if (!source || AT_WORK.has(source.status) || RESTS.has(source.status)) return 'idle'
  if (!leaves(source.status, source.port, portOf(edge))) return 'untaken'
  const target = nodeStatus(run, edge.to, tries)
  if (!target) return 'taken'
  if (AT_WORK.has(target)) return 'live'
  return RESTS.has(target) ? 'resting' : 'taken'
}

function leaves(status: string, port: string | null, wanted: string): boolean {
  if (status === 'succeeded') return (port ?? OUT) === wanted
  return status === 'failed' && (port === wanted || (port === null && wanted === ERROR))
}
