import { Handle, type NodeProps, Position } from '@xyflow/react'
import { ChevronDown, ChevronRight, Group as GroupIcon } from 'lucide-react'
import { memo, useState } from 'react'
import { useStore } from 'zustand'
import { plural, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { PORT_Y_PX } from '../document/geometry'
import { type Group, groupKey, OUT } from '../document/graph'
import { useCanvas } from './canvas-context'
import { type GroupNode, INPUT } from './flow-types'

/** A box around steps that belong together; folded, a card that stands for them. */
export const GroupBox = memo(function GroupBox({ data, selected }: NodeProps<GroupNode>) {
  const { group, folded, steps } = data
  return (
    <div
      data-tint={group.tint ?? 'stone'}
      data-group={folded ? 'folded' : 'open'}
      className={cn(
        'group h-full w-full rounded-card border',
        folded ? 'bg-raised' : 'group-ground border-dashed',
        selected ? 'border-accent' : 'border-line-strong',
      )}
    >
      <div className="pointer-events-auto flex h-10 items-center gap-2 px-3">
        <GroupIcon aria-hidden className="size-4 shrink-0 text-ink-3" />
        <GroupName group={group} />
        {folded && (
          <span className="shrink-0 font-mono text-2xs text-ink-3">
            {plural(steps, '{count} step', '{count} steps')}
          </span>
        )}
        <FoldGroup group={group} folded={folded} />
      </div>
      {folded && <FoldedPorts />}
    </div>
  )
})

function FoldedPorts() {
  return (
    <>
      <Handle
        id={INPUT}
        type="target"
        position={Position.Left}
        isConnectable={false}
        style={{ top: PORT_Y_PX }}
      />
      <Handle
        id={OUT}
        type="source"
        position={Position.Right}
        isConnectable={false}
        style={{ top: PORT_Y_PX }}
      />
    </>
  )
}

function GroupName({ group }: { group: Group }) {
  const { edit, writing } = useCanvas()
  const isWriting = useStore(writing, (state) => state.writing === group.id) && edit !== null
  if (isWriting) return <NameField group={group} />
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same
    <span
      className="min-w-0 flex-1 truncate font-semibold text-sm"
      onDoubleClick={(event) => {
        event.stopPropagation()
        edit?.write(group.id)
      }}
    >
      {group.name || t('Group')}
    </span>
  )
}

function NameField({ group }: { group: Group }) {
  const { edit } = useCanvas()
  const [name, setName] = useState(group.name ?? '')
  const leave = () => {
    if (name !== (group.name ?? '')) edit?.renameGroup(group.id, name)
    edit?.write(null)
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      aria-label={t('Name of the group')}
      placeholder={t('Name of the group')}
      value={name}
      maxLength={200}
      onChange={(event) => setName(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
      }}
      className="nodrag nopan h-7 min-w-0 flex-1 rounded-control border border-line bg-raised px-1.5 font-semibold text-sm"
    />
  )
}

function FoldGroup({ group, folded }: { group: Group; folded: boolean }) {
  const { toggleBody } = useCanvas()
  const Icon = folded ? ChevronRight : ChevronDown
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-expanded={!folded}
      aria-label={t('Steps of {name}', { name: group.name || t('the group') })}
      title={folded ? t('Show the steps (F)') : t('Fold the steps away (F)')}
      onClick={() => toggleBody(groupKey(group.id))}
      className="nodrag nopan grid size-6 shrink-0 place-items-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink"
    >
      <Icon aria-hidden className="size-4" />
    </button>
  )
}
