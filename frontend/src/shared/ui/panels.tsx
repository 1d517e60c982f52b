import type { ComponentProps } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { cn } from '@/shared/lib/cn'

/** Panels side by side whose borders can be dragged, or moved with the arrow keys. */
export function Panels(props: ComponentProps<typeof Group>) {
  return <Group {...props} />
}

export { Panel }

type PanelBorderProps = { label: string; className?: string }

/** A hairline with a wider grip. */
export function PanelBorder({ label, className }: PanelBorderProps) {
  return (
    <Separator
      aria-label={label}
      className={cn(
        'relative shrink-0 bg-line outline-none transition-colors hover:bg-line-strong focus-visible:bg-accent data-[separator=active]:bg-accent',
        'aria-[orientation=horizontal]:h-px aria-[orientation=vertical]:w-px',
        className,
      )}
    />
  )
}
