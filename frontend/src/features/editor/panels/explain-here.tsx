import { lazy, Suspense } from 'react'
import { ExplainButton, type ShowProposal } from '@/features/copilot'
import { type RunStore, useRunState } from '@/features/run-stream'

const Proposal = lazy(async () => ({ default: (await import('../dialogs/proposal')).Proposal }))

const proposal: ShowProposal = (said, onAccepted) => (
  <Suspense>
    <Proposal said={said} onClose={onAccepted} />
  </Suspense>
)

/** The copilot says why the run on the canvas failed; what it proposes goes into the draft. */
export function ExplainHere({ runStore }: { runStore: RunStore }) {
  const run = useRunState(runStore, (state) => state.run)
  if (run?.status !== 'failed') return null
  return <ExplainButton runId={run.id} workflowId={run.workflow_id} proposal={proposal} />
}
