import { Handle, type NodeProps, Position, useStore as useFlow } from '@xyflow/react'
import { ChevronDown, ChevronRight, Plus } from 'lucide-react'
import { memo } from 'react'
import { useStore } from 'zustand'
import { useNodeStatus, useNodeStep } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { STATUS_COLORS } from '@/shared/ui/status'
import { framePortY } from '../document/bodies'
import { PORT_Y_PX } from '../document/geometry'
import { NodeIcon } from '../node-icon'
import { useCanvas } from './canvas-context'
import { CardBadges, JoinBadge, LoopFigures } from './card-body'
import { exitY, frameWords } from './flow-graph'
import { type CardNode, INPUT } from './flow-types'
import { isFar, UndoPort } from './node-card'
import { PeopleAt } from './people-at'
import { Ports } from './ports'
import { BreakpointDot } from './trial-marks'

/** A loop: a frame around its body, or when folded a card that says how much is in it. */
export const ContainerCard = memo(function ContainerCard(props: NodeProps<CardNode>) {
  const { id, data, selected = false, width = 0, height = 0 } = props
  const { edit } = useCanvas()
  const far = useFlow(isFar)
  const folded = data.frame?.folded ?? false
  return (
    <div className="group relative h-full w-full" data-container={folded ? 'folded' : 'open'}>
      <Ground id={id} facts={data} selected={selected} height={height} />
      <Heading id={id} facts={data} far={far && !folded} width={width} />
      {edit && !folded && !far && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('Add a step to the body of {name}', { name: data.name })}
          onClick={() => edit.addInside(id)}
          className="nodrag nopan pointer-events-auto absolute bottom-2.5 left-10 flex h-7 items-center gap-1.5 rounded-control border border-line border-dashed px-2 text-ink-3 text-xs hover:border-accent hover:text-accent"
        >
          <Plus aria-hidden className="size-3" />{' '}
          {data.frame?.steps === 0 ? t('First step') : t('Step')}
        </button>
      )}
      <Handle
        id={INPUT}
        type="target"
        position={Position.Left}
        isConnectable={edit !== null}
        style={{ top: folded ? PORT_Y_PX : framePortY(height) }}
      />
      {!far && <JoinBadge join={data.join} />}
      <BreakpointDot id={id} />
      <PeopleAt id={id} />
      {data.undo && <UndoPort undo={data.undo} />}
      <Ports
        id={id}
        ports={data.ports}
        selected={selected}
        far={far}
        at={(index) => exitY(data.frame, height, index, data.ports.length)}
      />
    </div>
  )
})

type Facts = CardNode['data']

type GroundProps = { id: string; facts: Facts; selected: boolean; height: number }

/** The bottom edge is doubled: by that a loop is told from a card, also when folded. */
function Ground({ id, facts, selected }: GroundProps) {
  const { model } = useCanvas()
  const takes = useStore(model.store, (state) => state.dropInto === id)
  const { folded = false, depth = 0 } = facts.frame ?? {}
  const line =
    selected || takes ? 'border-accent' : 'border-line-strong/60 group-hover:border-line-strong'
  return (
    <>
      <span
        aria-hidden
        className={cn('absolute inset-x-2 -bottom-1 h-3 rounded-b-card border-x border-b', line)}
      />
      <span
        aria-hidden
        className={cn(
          'absolute inset-0 rounded-card border',
          folded ? 'bg-raised' : depth % 2 === 0 ? 'bg-surface' : 'bg-canvas',
          selected && 'border-2',
          takes && 'border-2 bg-accent-wash',
          (facts.unknown || facts.unreached) && 'border-dashed',
          line,
        )}
      />
    </>
  )
}

type HeadingProps = { id: string; facts: Facts; far: boolean; width: number }

function Heading({ id, facts, far, width }: HeadingProps) {
  const { runStore } = useCanvas()
  const newest = useNodeStep(runStore, id)?.newest
  const status = useNodeStatus(runStore, facts.node)
  const folded = facts.frame?.folded ?? false
  if (far) {
    return (
      <div
        className="pointer-events-auto absolute inset-x-0 top-0 truncate px-4 pt-2 font-semibold leading-none"
        style={{ fontSize: 32 }}
      >
        {facts.name}
      </div>
    )
  }
  return (
    <div
      data-status={status ?? 'none'}
      style={{ maxWidth: width }}
      className="pointer-events-auto absolute inset-x-0 top-0 flex h-13.5 cursor-default items-center gap-2.5 pr-2 pl-3"
    >
      {status && (
        <span
          className={cn(
            'absolute top-2.5 left-0 h-8.5 w-0.75 rounded-r bg-current',
            STATUS_COLORS[status],
          )}
        />
      )}
      <span className="grid size-8 shrink-0 place-items-center rounded-control bg-sunken text-ink-2">
        <NodeIcon name={facts.icon} className="size-4" />
      </span>
      <span className="min-w-0 flex-1">
        <span
          className={cn(
            'block truncate font-semibold text-sm leading-4.5',
            facts.node.disabled && 'text-ink-3 line-through',
          )}
        >
          {facts.name}
        </span>
        <span className="block truncate font-mono text-2xs text-ink-3">
          {folded && facts.frame ? frameWords(facts.frame).slice(2) : facts.key}
        </span>
      </span>
      <LoopFigures step={newest} folded={folded} />
      <CardBadges id={id} facts={facts} status={status} />
      <FoldButton id={id} facts={facts} />
    </div>
  )
}

function FoldButton({ id, facts }: { id: string; facts: Facts }) {
  const { toggleBody } = useCanvas()
  const folded = facts.frame?.folded ?? false
  const Icon = folded ? ChevronRight : ChevronDown
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-expanded={!folded}
      aria-label={t('Body of {name}', { name: facts.name })}
      title={folded ? t('Show the body (F)') : t('Fold the body away (F)')}
      onClick={() => toggleBody(id)}
      className="nodrag nopan grid size-6 shrink-0 place-items-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink"
    >
      <Icon aria-hidden className="size-4" />
    </button>
  )
}
