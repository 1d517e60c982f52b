import { type RunStore, useNodeStep, useRunState } from '@/features/run-stream'
import { fetched } from '@/shared/ui/fetched'
import type { GraphNode } from '../document/graph'

const StepWait = fetched(async () => (await import('@/features/run-page')).StepWait)

type StepWaitsProps = { node: GraphNode; runStore: RunStore }

/** What the step waits for in the run on the canvas, to be answered here; its sub-runs, how far its loop is. */
export function StepWaits({ node, runStore }: StepWaitsProps) {
  const run = useRunState(runStore, (state) => state.run)
  const step = useNodeStep(runStore, node.id)
  if (!run || !step) return null
  return <StepWait run={run} step={step} type={node.type} />
}
