import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { Plus } from 'lucide-react'
import { memo } from 'react'
import { useStore } from 'zustand'
import { useRunState } from '@/features/run-stream'
import { useCanvas } from './canvas-context'
import { edgeState } from './edge-state'
import type { LineEdge } from './flow-graph'

const CORNER_PX = 10

/** An orthogonal line; a "+" in its middle while it is pointed at or chosen. */
export const EdgeLine = memo(function EdgeLine(props: EdgeProps<LineEdge>) {
  const { id, data, selected } = props
  const { model, runStore, edit } = useCanvas()
  const hovered = useStore(model.store, (state) => state.hoveredEdge === id)
  const state = useRunState(runStore, (run) => (data ? edgeState(run, data.edge) : 'idle'))
  const [path, middleX, middleY] = getSmoothStepPath({ ...props, borderRadius: CORNER_PX })
  const className = data?.broken ? 'is-broken' : `is-${state}`
  return (
    <>
      <BaseEdge id={id} path={path} className={className} interactionWidth={20} />
      {data?.broken && <title>{data.broken}</title>}
      {edit && data && (hovered || selected) && (
        <EdgeLabelRenderer>
          <button
            type="button"
            aria-label="Add a step here"
            onClick={() => edit.addOnEdge(data.edge)}
            onMouseEnter={() => model.hover(id)}
            onMouseLeave={() => model.hover(null)}
            style={{ transform: `translate(-50%, -50%) translate(${middleX}px, ${middleY}px)` }}
            className="nodrag nopan pointer-events-auto absolute grid size-5 place-items-center rounded-full border border-line-strong bg-raised text-ink-2 hover:border-accent hover:text-accent"
          >
            <Plus aria-hidden className="size-3" />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  )
})
