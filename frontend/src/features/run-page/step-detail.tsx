import { Link } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'
import {
  attemptsMade,
  isFinalRun,
  type LiveAttempt,
  type LiveStep,
  type RunStore,
  stepKey,
  stepStatus,
} from '@/features/run-stream'
import type { JsonValue, RunRead, StepRead } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { plural, t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { shortId } from '@/shared/lib/short-id'
import { LoadingRows } from '@/shared/ui/skeleton'
import { StatusBadge } from '@/shared/ui/status'
import { type Tab, Tabs } from '@/shared/ui/tabs'
import { Elapsed } from '@/shared/ui/time'
import { ErrorNotice } from './error-notice'
import { ExplainFailed } from './explain-failed'
import { holdOf } from './hand/grip'
import { StepHand } from './hand/step-hand'
import { ItemOrigin } from './items/item-link'
import { modelFacts } from './model-facts'
import { agentOf } from './rounds/agents'
import { LiveText } from './rounds/live-text'
import { handNode } from './run-queries'
import type { DetailTab } from './run-search'
import { StepLogs } from './step-logs'
import { StepMenu, type StepPlace } from './step-menu'
import { StepWait } from './step-wait'
import type { TimelineNode } from './timeline'
import { NoValue, StepValue } from './value-panel'

const RoundsPanel = lazy(async () => ({
  default: (await import('./rounds/rounds-panel')).RoundsPanel,
}))
const LanesPanel = lazy(async () => ({
  default: (await import('./rounds/lanes-panel')).LanesPanel,
}))

type StepDetailProps = StepPlace & {
  step: LiveStep
  store: RunStore
  nodes: readonly TimelineNode[]
  onStep: (key: string) => void
  tab: DetailTab | undefined
  onTab: (tab: DetailTab) => void
}

export function StepDetail(props: StepDetailProps) {
  const { step, tab, onTab, run, whole, graph, node, grip, onFork } = props
  const place = { run, whole, graph, node, grip, onFork }
  const { newest } = step
  const tabs = [...agentTabs(props), ...stepTabs(run, step)]
  const first = newest.status === 'failed' ? 'error' : (tabs[0]?.value ?? 'output')
  const hold = holdOf(grip, step)
  const shown = tabs.some((each) => each.value === tab) ? tab : undefined
  return (
    <section
      aria-label={t('Step {name}', { name: node?.name || step.node_id })}
      className="flex h-full flex-col"
    >
      <header className="px-4 pt-3 pb-1">
        <div className="flex items-center justify-between gap-3">
          <h2 className="truncate font-semibold text-md">{node?.name || step.node_id}</h2>
          <span className="ml-auto flex items-center gap-1">
            <StatusBadge status={stepStatus(step, !isFinalRun(run.status), node?.maxAttempts)} />
            <StepMenu {...place} nodeId={step.node_id} iteration={step.iteration} />
          </span>
        </div>
        <StepFacts step={step} type={node?.type} />
        <Origin step={newest} />
        {step.item && !newest.reused_from && <ItemOrigin run={step.item.run} step={step.key} />}
        {node?.disabled && (
          <p className="text-ink-2 text-xs">{t('Disabled: the run passed through it')}</p>
        )}
      </header>
      {hold && (
        <StepHand
          runId={run.id}
          at={step}
          hold={hold}
          node={handNode(place.graph, step.node_id)}
          input={lastInput(step) as JsonValue}
        />
      )}
      <StepWait run={run} step={step} type={node?.type ?? ''} />
      <Tabs
        label={t('Of this step')}
        value={shown ?? first}
        onValue={onTab}
        tabs={tabs}
        className="flex-1"
        listClassName="px-4"
      />
    </section>
  )
}

type StepFactsProps = { step: LiveStep; type: string | undefined }

function StepFacts({ step, type }: StepFactsProps) {
  const { newest } = step
  return (
    <p className="num flex flex-wrap gap-x-3 font-mono text-ink-3 text-xs">
      <span>{type}</span>
      <span>
        {step.node_id}
        {step.iteration && ` #${step.iteration}`}
      </span>
      {newest.port && newest.port !== 'out' && <span>→ {newest.port}</span>}
      {newest.started_at && (
        <Elapsed from={step.attempts[0]?.started_at ?? null} to={newest.finished_at} />
      )}
      {modelFacts(newest.output).map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  )
}

/** Of a step that did not run here. */
function Origin({ step }: { step: LiveAttempt }) {
  if (step.pinned) return <p className="text-ink-2">{t('Its output was given by a person.')}</p>
  if (!step.reused_from) return null
  return (
    <p className="text-ink-2">
      {t('Taken over from')}{' '}
      <Link
        to="/runs/$runId"
        params={{ runId: step.reused_from }}
        search={{ step: stepKey(step.node_id, step.iteration) }}
        className="rounded-chip font-mono text-xs underline underline-offset-2"
      >
        {shortId(step.reused_from)}…
      </Link>
    </p>
  )
}

/** Of agents and teams: what they did. */
function agentTabs({ run, step, store, node, nodes, onStep }: StepDetailProps): Tab<DetailTab>[] {
  if (node?.type === 'multi_agent') {
    const team = { nodeId: step.node_id, iteration: step.iteration }
    const goesOn = step.newest.finished_at === null
    const lanes = <LanesPanel {...{ store, nodes, team, goesOn, onStep }} />
    return [{ value: 'lanes', label: t('Members'), content: <Later>{lanes}</Later> }]
  }
  const agent = agentOf(step, node)
  if (!agent) return []
  const rounds = <RoundsPanel {...{ run, store, agent }} mayReplay={!step.item?.isTakenOver} />
  return [{ value: 'rounds', label: t('Rounds'), content: <Later>{rounds}</Later> }]
}

const Later = ({ children }: { children: ReactNode }) => (
  <Suspense fallback={<LoadingRows rows={4} label={t('Loading the rounds')} />}>
    {children}
  </Suspense>
)

function stepTabs(run: RunRead, step: LiveStep): Tab<DetailTab>[] {
  const { newest, attempts } = step
  const runId = run.id
  const value = { runId, seq: newest.seq }
  const tabs: Tab<DetailTab>[] = [
    {
      value: 'output',
      label: t('Output'),
      content:
        newest.status === 'running' ? (
          <LiveText runId={runId} step={step} />
        ) : newest.output === null ? (
          <NoValue>{noOutput(newest)}</NoValue>
        ) : (
          <StepValue
            {...value}
            value={newest.output}
            pick={(steps) => find(steps, step)?.output}
            label={t('output')}
            root={`steps.${step.node_id}.output`}
          />
        ),
    },
    {
      value: 'input',
      label: t('Input'),
      content: (
        <StepValue
          {...value}
          value={lastInput(step)}
          pick={(steps) => find(steps, step)?.attempts.findLast(hasInput)?.input}
          label={t('input')}
        />
      ),
    },
  ]
  const error = newest.error ?? attempts.findLast((attempt) => attempt.error)?.error
  if (error) {
    tabs.push({
      value: 'error',
      label: t('Error'),
      content: <ErrorPanel run={run} error={error} isPast={!newest.error} />,
    })
  }
  if (attemptsMade(step) > 1) {
    const made = attempts.filter((attempt) => attempt.attempt <= attemptsMade(step))
    tabs.push({
      value: 'attempts',
      label: t('Attempts {count}', { count: made.length }),
      content: <Attempts attempts={made} />,
    })
  }
  tabs.push({
    value: 'logs',
    label: t('Logs'),
    content: (
      <StepLogs
        // Lines of an attempt that has just ended come a moment later.
        key={newest.status}
        runId={runId}
        nodeId={step.node_id}
        iteration={step.iteration}
        goesOn={newest.finished_at === null}
      />
    ),
  })
  return tabs
}

const hasInput = ({ input }: { input: unknown }) => input !== null

/** A held step's newest row has none: it waits for a person. */
const lastInput = ({ attempts }: LiveStep) => attempts.findLast(hasInput)?.input ?? null

const find = (steps: readonly StepRead[], step: LiveStep) =>
  steps.find((each) => each.node_id === step.node_id && each.iteration === step.iteration)

function noOutput({ status }: LiveAttempt): string {
  if (status === 'skipped') return t('This step was skipped: no edge that was taken leads to it.')
  if (status === 'failed') return t('It failed, so it has no output.')
  if (status === 'cancelled') return t('It was cancelled, so it has no output.')
  return status === 'succeeded'
    ? t('Its output is null.')
    : t('It shows here as soon as the step ends.')
}

type ErrorPanelProps = {
  run: RunRead
  error: NonNullable<LiveAttempt['error']>
  isPast: boolean
}

function ErrorPanel({ run, error, isPast }: ErrorPanelProps) {
  return (
    <div className="space-y-3 p-4">
      {isPast && (
        <p className="text-ink-2">{t('An earlier attempt failed; a later one went on.')}</p>
      )}
      <ErrorNotice error={error} action={isPast ? null : <ExplainFailed run={run} />} />
      {error.details !== null && error.details !== undefined && (
        <details>
          <summary className="text-ink-2">{t('Details')}</summary>
          <pre className="mt-2 overflow-auto whitespace-pre-wrap break-words rounded-control bg-sunken p-3 font-mono text-xs">
            {JSON.stringify(error.details, null, 2)}
          </pre>
        </details>
      )}
    </div>
  )
}

function Attempts({ attempts }: { attempts: readonly LiveAttempt[] }) {
  return (
    <ol
      aria-label={plural(attempts.length, '{count} attempt', '{count} attempts')}
      className="h-full divide-y divide-line overflow-auto"
    >
      {attempts.map((attempt) => (
        <li key={attempt.attempt} className="space-y-1 px-4 py-3">
          <div className="flex items-center gap-3">
            <span className="font-medium">
              {t('Attempt {attempt}', { attempt: attempt.attempt })}
            </span>
            <StatusBadge status={attempt.status} />
            <Elapsed
              from={attempt.started_at}
              to={attempt.finished_at}
              className="num ml-auto font-mono text-ink-2 text-xs"
            />
          </div>
          {attempt.started_at && (
            <p className="text-ink-3 text-xs">{formatTime(attempt.started_at)}</p>
          )}
          {attempt.error && (
            <p className="whitespace-pre-wrap break-words font-mono text-failed text-xs">
              <Said>{attempt.error.message}</Said>
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
