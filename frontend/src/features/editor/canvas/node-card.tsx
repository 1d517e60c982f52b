import { Handle, type NodeProps, Position, useStore as useFlow } from '@xyflow/react'
import { memo } from 'react'
import { useStore } from 'zustand'
import { useNodeStatus, useNodeStep } from '@/features/run-stream'
import { cn } from '@/shared/lib/cn'
import { PORT_Y_PX } from '../document/geometry'
import { hasInput } from '../document/ports'
import { useCanvas } from './canvas-context'
import { CardBody, JoinBadge } from './card-body'
import { type CardFacts, type CardNode, INPUT } from './flow-types'
import { PeopleAt } from './people-at'
import { Ports } from './ports'
import { useCardMark } from './run-marks'
import { BreakpointDot } from './trial-marks'
import { UNDO, UNDO_X_PX } from './undo-lines'

/** Below this zoom a card is a plain box: text could not be read and is what costs the frames. */
const FAR = 0.35

export const isFar = (state: { transform: [number, number, number] }) => state.transform[2] < FAR

/** One node on the canvas. */
export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
  const { edit } = useCanvas()
  const far = useFlow(isFar)
  const box = useCardMark(data.node, far)
  // Nobody can hit a port from afar where nothing is drawn either.
  const plain = far && !edit
  return (
    <div ref={box}>
      {far ? (
        <FarCard name={data.name} selected={selected ?? false} />
      ) : (
        <NearCard id={id} facts={data} selected={selected ?? false} />
      )}
      {hasInput(data.node) && !plain && (
        <Handle
          id={INPUT}
          type="target"
          position={Position.Left}
          isConnectable={edit !== null}
          style={{ top: PORT_Y_PX }}
        />
      )}
      {!far && <JoinBadge join={data.join} />}
      <BreakpointDot id={id} />
      <PeopleAt id={id} />
      {data.undo && <UndoPort undo={data.undo} />}
      {!plain && <Ports id={id} ports={data.ports} selected={selected ?? false} far={far} />}
    </div>
  )
})

type NearCardProps = { id: string; facts: CardFacts; selected: boolean }

function NearCard(props: NearCardProps) {
  const { runStore } = useCanvas()
  const newest = useNodeStep(runStore, props.id)?.newest
  const status = useNodeStatus(runStore, props.facts.node)
  return <CardBody {...props} status={status} step={newest} />
}

/** Where the line between a step and the one that undoes it begins and ends. */
export function UndoPort({ undo }: { undo: 'undone' | 'undoes' }) {
  const isSource = undo === 'undone'
  return (
    <Handle
      id={UNDO}
      type={isSource ? 'source' : 'target'}
      position={isSource ? Position.Bottom : Position.Top}
      isConnectable={false}
      className="port-undo"
      style={{ left: UNDO_X_PX }}
    />
  )
}

/** With more nodes than this, names seen from afar cost more frames than they tell. */
const NAMED_NODES = 150

type FarCardProps = { name: string; selected: boolean }

/** Seen from afar: a box filled with its status, and in a small graph its name in large letters. */
function FarCard({ name, selected }: FarCardProps) {
  const { model } = useCanvas()
  const named = useStore(model.store, (state) => state.nodes.length <= NAMED_NODES)
  return (
    <div
      className={cn(
        'flex h-full w-full items-center rounded-card border-2 bg-current group-data-[status=none]:bg-raised',
        selected ? 'border-accent' : 'border-line-strong',
      )}
    >
      {named && (
        <span
          className="truncate px-4 font-semibold text-on-failed group-data-[status=none]:text-ink"
          style={{ fontSize: 28 }}
        >
          {name}
        </span>
      )}
    </div>
  )
}
