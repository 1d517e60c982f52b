import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { Plus } from 'lucide-react'
import { memo } from 'react'
import { useStore } from 'zustand'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { ERROR, portOf } from '../document/graph'
import { useCanvas } from './canvas-context'
import type { LineEdge } from './flow-types'
import { pathClass } from './path-colors'
import { useLineMark } from './run-marks'

const CORNER_PX = 10

const TURN_PX = 40
/** Behind a port with a name, past the name. */
const NAMED_TURN_PX = 64
const LEAST_PX = 16
const LONG_PX = 128

/** A long line turns soon after its source: half way there may be cards. Null: half way. */
function turnX(sourceX: number, targetX: number, named: boolean): number | null {
  const width = targetX - sourceX
  if (width < 2 * LEAST_PX) return null
  if (named) return sourceX + Math.min(NAMED_TURN_PX, width - LEAST_PX)
  return width > LONG_PX ? sourceX + TURN_PX : null
}

/** An orthogonal line; a "+" in its middle while it is pointed at or chosen. */
export const EdgeLine = memo(function EdgeLine(props: EdgeProps<LineEdge>) {
  const { id, data, selected } = props
  const { model, edit } = useCanvas()
  const turn = turnX(props.sourceX, props.targetX, data?.named ?? false)
  const hovered = useStore(model.store, (state) => state.hoveredEdge === id)
  const line = useLineMark(data && !data.broken ? data.edge : null, data?.tries)
  const [path, middleX, middleY] = getSmoothStepPath({
    ...props,
    borderRadius: CORNER_PX,
    ...(turn !== null && { centerX: turn }),
  })
  const className = data?.broken
    ? 'is-broken'
    : cn(data && portOf(data.edge) === ERROR && 'is-error', pathClass(data?.path))
  return (
    <>
      <g ref={line}>
        <BaseEdge id={id} path={path} className={className} interactionWidth={20} />
      </g>
      {data?.broken && <title>{data.broken}</title>}
      {edit && data && (hovered || selected) && (
        <EdgeLabelRenderer>
          <button
            type="button"
            aria-label={t('Add a step here')}
            onClick={() => edit.addOnEdge(data.edge)}
            onMouseEnter={() => model.hover(id)}
            onMouseLeave={() => model.hover(null)}
            style={{
              transform: `translate(-50%, -50%) translate(${middleX}px, ${middleY}px)`,
            }}
            className="nodrag nopan pointer-events-auto absolute grid size-5 place-items-center rounded-full border border-line-strong bg-raised text-ink-2 hover:border-accent hover:text-accent"
          >
            <Plus aria-hidden className="size-3" />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  )
})
