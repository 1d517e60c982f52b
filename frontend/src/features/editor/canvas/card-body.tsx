import { PowerOff, TriangleAlert } from 'lucide-react'
import { useStore } from 'zustand'
import type { LiveAttempt } from '@/features/run-stream'
import type { Problem } from '@/shared/api/error'
import { useSaid } from '@/shared/i18n/language'
import { plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { type ShownStatus, STATUS_LOOKS } from '@/shared/lib/status'
import { STATUS_COLORS, StatusIcon } from '@/shared/ui/status'
import { Elapsed } from '@/shared/ui/time'
import { NODE_WIDTH_PX, nodeHeight } from '../document/geometry'
import { NodeIcon } from '../node-icon'
import { useCanvas } from './canvas-context'
import type { CardFacts } from './flow-types'
import { outlinePath, silhouetteOf } from './silhouette'
import { PinBadge } from './trial-marks'

type CardBodyProps = {
  id: string
  facts: CardFacts
  selected: boolean
  status: ShownStatus | undefined
  step: LiveAttempt | undefined
}

const FOOTER_PX = 22
const NO_PROBLEMS: readonly Problem[] = []

/** Rail, icon, name and key; below them, once it has run, how it went. */
export function CardBody({ id, facts, selected, status, step }: CardBodyProps) {
  const height = nodeHeight(facts.ports.length)
  const ran = step !== undefined && step.started_at !== null
  return (
    <>
      <Outline facts={facts} height={ran ? height + FOOTER_PX : height} selected={selected} />
      {status && (
        <span
          className={cn(
            'absolute top-2.5 left-0 h-8.5 w-0.75 rounded-r bg-current',
            STATUS_COLORS[status],
          )}
        />
      )}
      <div className="relative flex h-13.5 items-center gap-2.5 pr-3 pl-3">
        <span className="grid size-8 shrink-0 place-items-center rounded-control bg-sunken text-ink-2">
          <NodeIcon name={facts.icon} className="size-4" />
        </span>
        <span className="min-w-0 flex-1">
          <span
            title={
              facts.unreached ? t('No path leads here from the start: it never runs.') : undefined
            }
            className={cn(
              'block truncate font-semibold text-sm leading-4.5',
              facts.unreached && 'text-ink-3',
              facts.node.disabled && 'text-ink-3 line-through',
            )}
          >
            {facts.name}
          </span>
          <span className="block truncate font-mono text-2xs text-ink-3">{facts.key}</span>
        </span>
        <CardBadges id={id} facts={facts} status={status} />
      </div>
      {ran && <Footer step={step} top={height} />}
    </>
  )
}

type CardBadgesProps = Pick<CardBodyProps, 'id' | 'facts' | 'status'>

/** At the right of a card's heading: what is wrong with it, and how it went. */
export function CardBadges({ id, facts, status }: CardBadgesProps) {
  const { marks } = useCanvas()
  const problems = useStore(marks, (state) => state.problemsByNode.get(id) ?? NO_PROBLEMS)
  return (
    <>
      {facts.node.disabled && <DisabledBadge />}
      <PinBadge id={id} />
      <ProblemBadge id={id} problems={problems} unknown={facts.unknown} />
      <CardStatus status={status} />
    </>
  )
}

function DisabledBadge() {
  return (
    <span
      role="img"
      aria-label={t('Disabled')}
      title={t('Disabled: runs pass through it (D)')}
      className="grid size-5 shrink-0 place-items-center rounded-chip bg-sunken text-ink-3"
    >
      <PowerOff aria-hidden className="size-3.5" />
    </span>
  )
}

/** Where several paths come in: whether it waits for all of them. */
export function JoinBadge({ join }: Pick<CardFacts, 'join'>) {
  if (!join) return null
  return (
    <span
      title={
        join === 'all'
          ? t('Several paths come in: it waits for all of them')
          : t('Several paths come in: it runs at the first one')
      }
      className="pointer-events-none absolute -top-2 left-2 rounded-chip border border-line bg-surface px-1 font-mono text-ink-2"
      style={{ fontSize: 9, lineHeight: '12px' }}
    >
      {join === 'all' ? t('waits for all') : t('first wins')}
    </span>
  )
}

type OutlineProps = { facts: CardFacts; height: number; selected: boolean }

function Outline({ facts, height, selected }: OutlineProps) {
  const shape = silhouetteOf(facts.node.type, facts.ports.length)
  return (
    <svg
      aria-hidden="true"
      width={NODE_WIDTH_PX}
      height={height}
      className="absolute top-0 left-0 overflow-visible"
    >
      <path
        d={outlinePath(shape, NODE_WIDTH_PX, height)}
        className={cn(
          facts.unreached || facts.node.disabled ? 'fill-canvas' : 'fill-raised',
          selected ? 'stroke-accent' : 'stroke-line group-hover:stroke-line-strong',
        )}
        strokeWidth={selected ? 2 : 1}
        strokeDasharray={facts.unknown || facts.unreached ? '4 3' : undefined}
      />
    </svg>
  )
}

/** An icon, with its word for those who hear it: the room is the name's. Failed is the only one that is filled. */
function CardStatus({ status }: { status: ShownStatus | undefined }) {
  if (!status) return null
  const isFailed = status === 'failed'
  return (
    <span className={cn('shrink-0', isFailed && 'rounded-chip bg-failed p-0.5')}>
      <StatusIcon status={status} className={cn('size-4', isFailed && 'text-on-failed')} />
      <span className="sr-only">{t(STATUS_LOOKS[status].word)}</span>
    </span>
  )
}

type ProblemBadgeProps = { id: string; problems: readonly Problem[]; unknown: boolean }

function ProblemBadge({ id, problems, unknown }: ProblemBadgeProps) {
  const { edit } = useCanvas()
  const said = useSaid()
  if (problems.length === 0 && !unknown) return null
  const errors = problems.filter((problem) => problem.severity === 'error').length
  const words =
    problems.map((problem) => said(problem.message)).join('\n') || t('Unknown node type.')
  return (
    <button
      type="button"
      tabIndex={-1}
      title={words}
      aria-label={t('{problems}: show', {
        problems: plural(problems.length, '{count} problem', '{count} problems'),
      })}
      disabled={!edit}
      onClick={() => edit?.showProblems(id)}
      className={cn(
        'nodrag nopan flex h-5 shrink-0 items-center gap-0.5 rounded-chip',
        errors > 0 || unknown ? 'text-failed' : 'text-retrying',
      )}
    >
      <TriangleAlert aria-hidden className="size-4" />
      {problems.length > 1 && <span className="num text-2xs">{problems.length}</span>}
    </button>
  )
}

/** Of an output that is a list: how many are in it. */
function Items({ output }: { output: unknown }) {
  if (!Array.isArray(output)) return null
  return <span className="shrink-0">{plural(output.length, '{count} item', '{count} items')}</span>
}

type FooterProps = { step: LiveAttempt; top: number }

export function Footer({ step, top }: FooterProps) {
  const said = useSaid()
  return (
    <div
      className="num absolute inset-x-0 flex h-5.5 items-center justify-between gap-2 px-3 font-mono text-2xs text-ink-3"
      style={{ top: top - 1 }}
    >
      <span aria-hidden className="absolute inset-x-2.5 top-0 h-px bg-line" />
      {step.error && (
        <span className="min-w-0 truncate text-failed" title={said(step.error.message)}>
          {said(step.error.message)}
        </span>
      )}
      <Elapsed from={step.started_at} to={step.finished_at} className="shrink-0" />
      <Counts step={step} />
    </div>
  )
}

function Counts({ step }: { step: LiveAttempt }) {
  return (
    <>
      <Items output={step.output} />
      {step.attempt > 1 && <span className="shrink-0 text-retrying">×{step.attempt}</span>}
    </>
  )
}

/** How long a loop took and how much it gave, in a line that others share. */
export function LoopFigures({ step, folded }: { step: LiveAttempt | undefined; folded: boolean }) {
  if (!step || folded) return null
  return (
    <span className="num flex shrink-0 gap-2 font-mono text-2xs text-ink-3">
      <Elapsed from={step.started_at} to={step.finished_at} />
      <Counts step={step} />
    </span>
  )
}
