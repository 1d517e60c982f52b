import { useState } from 'react'
import { StepValue } from '@/features/run-page'
import { type LiveStep, type RunStore, useNodeStep } from '@/features/run-stream'
import type { StepRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Segmented } from '@/shared/ui/segmented'
import type { GraphNode } from '../document/graph'
import { hasInput } from '../document/ports'
import { useEditorState } from '../editor-context'
import type { BuilderRun } from '../use-run'
import { PinEditor } from './pin-editor'

type DataTabProps = { node: GraphNode; run: BuilderRun }

/** What the step was given and what it gave, in the run on the canvas. */
export function DataTab({ node, run }: DataTabProps) {
  return (
    <div className="flex h-full flex-col">
      {hasInput(node) && <PinEditor node={node} trials={run.trials} />}
      <LastRun nodeId={node.id} runStore={run.store} />
    </div>
  )
}

type LastRunProps = { nodeId: string; runStore: RunStore }

function LastRun({ nodeId, runStore }: LastRunProps) {
  const [side, setSide] = useState<Side>('output')
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="px-4 pt-3">
        <Segmented
          label={t('Side of the step')}
          value={side}
          onValue={setSide}
          options={[
            { value: 'input', label: t('Input') },
            { value: 'output', label: t('Output') },
          ]}
        />
      </div>
      <StepSide nodeId={nodeId} runStore={runStore} side={side} />
    </div>
  )
}

type Side = 'input' | 'output'

type StepSideProps = LastRunProps & { side: Side }

/** What went in, or came out, in the run on the canvas. */
export function StepSide({ nodeId, runStore, side }: StepSideProps) {
  const step = useNodeStep(runStore, nodeId)
  const runId = useEditorState((state) => state.runId)
  if (!step || !runId) {
    return (
      <p className="p-4 text-ink-3 text-sm">
        {runId
          ? t('The run has not reached this step.')
          : t('Run the workflow to see here what the step was given and what it gave.')}
      </p>
    )
  }
  return (
    <StepValue
      key={side}
      runId={runId}
      value={step.newest[side]}
      seq={step.newest.seq}
      pick={(steps) => wholeValue(steps, step, side)}
      label={side === 'output' ? t('output') : t('input')}
      {...(side === 'output' && { root: `steps.${nodeId}.output` })}
    />
  )
}

function wholeValue(steps: readonly StepRead[], step: LiveStep, side: Side): unknown {
  const found = steps.find(
    (each) => each.node_id === step.node_id && each.iteration === step.iteration,
  )
  return found?.[side]
}
