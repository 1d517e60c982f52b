import { Panel, type PanelPosition } from '@xyflow/react'
import type { ReactNode } from 'react'

type CanvasToolbarProps = { position: PanelPosition; label: string; children: ReactNode }

/** Buttons that float over the canvas. */
export function CanvasToolbar({ position, label, children }: CanvasToolbarProps) {
  return (
    <Panel position={position}>
      <div
        role="toolbar"
        aria-label={label}
        className="flex items-center gap-0.5 rounded-card border border-line bg-raised p-1 shadow-float"
      >
        {children}
      </div>
    </Panel>
  )
}

/** Between two kinds of them. */
export const Divider = () => <span aria-hidden className="mx-1 h-5 w-px bg-line" />
