import { ViewportPortal } from '@xyflow/react'
import { useStore } from 'zustand'
import { useCanvas } from './canvas-context'

/** While a card is dragged: what it is in line with. */
export function SnapLines() {
  const { model } = useCanvas()
  const lines = useStore(model.store, (state) => state.snapLines)
  if (lines.length === 0) return null
  return (
    <ViewportPortal>
      {lines.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          data-snap-line={axis}
          className="pointer-events-none absolute bg-accent"
          style={
            axis === 'x'
              ? { left: at, top: from, width: 1, height: to - from }
              : { left: from, top: at, width: to - from, height: 1 }
          }
        />
      ))}
    </ViewportPortal>
  )
}
