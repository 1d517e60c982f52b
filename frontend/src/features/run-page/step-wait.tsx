import { useInfiniteQuery } from '@tanstack/react-query'
import { Radio } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { StepApproval } from '@/features/approvals'
import { isFinalRun, type LiveStep } from '@/features/run-stream'
import type { RunRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { type ChildrenAt, childrenQuery } from './fork/fork-queries'
import { loopCounts } from './loops/loop-counts'
import { LoopProgress } from './loops/loop-progress'
import { ChildRun } from './related-runs'

const EventDialog = lazy(async () => ({ default: (await import('./event-dialog')).EventDialog }))

type StepWaitProps = { run: RunRead; step: LiveStep; type: string }

/** What a step waits for, or has started: an answer, an event, a sub-run, the items of a loop. */
export function StepWait({ run, step, type }: StepWaitProps) {
  const content = contentOf({ run, step, type })
  if (!content) return null
  return (
    <section
      aria-label={t('What it waits for')}
      className="mx-4 mt-2 rounded-card border border-line bg-raised p-3"
    >
      {content}
    </section>
  )
}

function contentOf({ run, step, type }: StepWaitProps) {
  const { newest } = step
  if (type === 'approval' && newest.started_at) {
    return (
      <StepApproval
        runId={run.id}
        nodeId={step.node_id}
        iteration={step.iteration}
        seq={newest.seq}
      />
    )
  }
  if (type === 'wait_event' && newest.status === 'waiting' && !isFinalRun(run.status)) {
    return <EventWait step={step} />
  }
  if (newest.started_at && startsRuns(type) && !isOwnItem(run, step)) {
    // A step that was taken over started none here.
    const runId = newest.reused_from ?? run.id
    return <SubRuns runId={runId} at={{ nodeId: step.node_id, iteration: step.iteration }} />
  }
  const counts = loopCounts(newest.output)
  return counts && <LoopProgress counts={counts} goesOn={newest.finished_at === null} />
}

function EventWait({ step }: { step: LiveStep }) {
  const [sending, setSending] = useState(false)
  const key = keyOf(step.newest.input)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Radio aria-hidden className="size-4 text-waiting" />
      <span className="min-w-0 flex-1 break-words">
        {t('Waits for the event')} <code className="font-mono text-xs">{key}</code>
      </span>
      <Button needs="run" size="sm" onClick={() => setSending(true)}>
        {t('Send it…')}
      </Button>
      {sending && (
        <Suspense>
          <EventDialog eventKey={key} onClose={() => setSending(false)} />
        </Suspense>
      )}
    </div>
  )
}

function keyOf(input: unknown): string {
  const { key } = (input ?? {}) as { key?: unknown }
  return typeof key === 'string' ? key : ''
}

const startsRuns = (type: string) => type === 'workflow.run' || type === 'for_each.item'

/** The item that the run does itself. */
const isOwnItem = (run: RunRead, step: LiveStep) =>
  run.relation === 'item' && run.parent_node_id === step.node_id

function SubRuns({ runId, at }: { runId: string; at: ChildrenAt }) {
  const { data } = useInfiniteQuery(childrenQuery(runId, at))
  const runs = (data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((run) => run.relation === 'call' || run.relation === 'item')
  if (runs.length === 0) return <p className="text-ink-2">{t('Its sub-run shows here.')}</p>
  return (
    <ul aria-label={t('Sub-runs')} className="-mx-4">
      {runs.map((run) => (
        <ChildRun key={run.id} run={run} />
      ))}
    </ul>
  )
}
