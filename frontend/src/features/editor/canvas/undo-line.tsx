import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { Undo2 } from 'lucide-react'
import { memo } from 'react'
import { useRunState } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { useCanvas } from './canvas-context'
import type { LineEdge } from './flow-types'

/** From a step to the one that undoes it: not a path, so it leaves below and looks like no other line. */
export const UndoLine = memo(function UndoLine(props: EdgeProps<LineEdge>) {
  const { runStore } = useCanvas()
  const ran = useRunState(runStore, ({ nodes }) => nodes[props.target] !== undefined)
  const [path, x, y] = getSmoothStepPath({ ...props, borderRadius: 10 })
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        className="is-undo"
        data-run={ran ? 'taken' : undefined}
      />
      <EdgeLabelRenderer>
        <span
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          className="pointer-events-none absolute flex items-center gap-1 rounded-chip bg-canvas px-1 font-mono text-2xs text-ink-3"
        >
          <Undo2 aria-hidden className="size-3" /> {t('undo')}
        </span>
      </EdgeLabelRenderer>
    </>
  )
})
