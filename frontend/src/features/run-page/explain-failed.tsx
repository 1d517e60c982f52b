import { ExplainButton } from '@/features/copilot'
import type { RunRead } from '@/shared/api/types'

/** Has the copilot explain the run; nothing of one that did not fail. */
export function ExplainFailed({ run }: { run: RunRead }) {
  if (run.status !== 'failed') return null
  return <ExplainButton runId={run.id} workflowId={run.workflow_id} />
}
