import { ErrorNotice } from '@/features/run-page'
import { type RunStore, useNodeStep } from '@/features/run-stream'
import { ExplainHere } from './explain-here'

type StepFailureProps = { nodeId: string; runStore: RunStore }

/** Why the step failed in the run on the canvas; above the form that may have to be mended. */
export function StepFailure({ nodeId, runStore }: StepFailureProps) {
  const step = useNodeStep(runStore, nodeId)
  if (!step?.newest.error) return null
  return (
    <div className="border-line border-b p-2" role="alert">
      <ErrorNotice error={step.newest.error} action={<ExplainHere runStore={runStore} />} />
    </div>
  )
}
