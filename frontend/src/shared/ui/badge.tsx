import type { ReactNode } from 'react'
import { cn } from '@/shared/lib/cn'

type BadgeProps = { children: ReactNode; className?: string }

/** A small quiet fact, as `v12` or `draft`. For a status use `StatusBadge`. */
export function Badge({ children, className }: BadgeProps) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap align-middle rounded-chip bg-sunken px-1.5 font-mono text-2xs text-ink-2',
        className,
      )}
    >
      {children}
    </span>
  )
}
