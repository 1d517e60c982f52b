import { CircleDot, StepForward } from 'lucide-react'
import { isFinalRun } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { holdOf } from './hand/grip'
import { StepHand } from './hand/step-hand'
import { ItemOrigin } from './items/item-link'
import { handNode } from './run-queries'
import { StepMenu, type StepPlace, useBreakpoint } from './step-menu'

/** `iteration`: that is shown of the loops around it; empty where there are none. */
type UnreachedStepProps = StepPlace & { nodeId: string; iteration: string }

/** A step that has no row yet: ready behind a pause, or still ahead. */
export function UnreachedStep({ iteration, ...place }: UnreachedStepProps) {
  const { run, whole, graph, node, nodeId, grip } = place
  const breakpoint = useBreakpoint(place)
  const name = node?.name || nodeId
  const at = { node_id: nodeId, iteration }
  return (
    <section aria-label={t('Step {name}', { name })} className="flex h-full flex-col">
      <header className="px-4 pt-3 pb-1">
        <div className="flex items-center justify-between gap-3">
          <h2 className="truncate font-semibold text-md">{name}</h2>
          <StepMenu {...place} />
        </div>
        <p className="font-mono text-ink-3 text-xs">
          {node?.type} {nodeId}
        </p>
        {run.id !== whole.id && <ItemOrigin run={run} step={nodeId} />}
      </header>
      {holdOf(grip, at)?.kind === 'parked' ? (
        <StepHand
          runId={run.id}
          at={at}
          hold={{ kind: 'parked' }}
          node={handNode(graph, nodeId)}
          input={null}
        />
      ) : (
        <p className="px-4 py-3 text-ink-2">
          {isFinalRun(run.status)
            ? t('The run ended without reaching this step.')
            : t('The run has not reached this step yet.')}
        </p>
      )}
      {breakpoint && (
        <div className="px-4 py-2">
          <Button size="sm" aria-pressed={breakpoint.isSet} onClick={breakpoint.toggle}>
            {breakpoint.isSet ? <StepForward aria-hidden /> : <CircleDot aria-hidden />}
            {breakpoint.label}
          </Button>
        </div>
      )}
    </section>
  )
}
