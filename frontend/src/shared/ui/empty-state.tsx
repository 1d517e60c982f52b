import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type EmptyStateProps = {
  icon: LucideIcon
  /** One sentence. */
  title: string
  /** What one could do next. */
  children?: ReactNode
  /** One button. */
  action?: ReactNode
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-140 flex-col items-center gap-3 px-4 py-16 text-center">
      <span className="grid size-10 place-items-center rounded-card border border-line bg-sunken text-ink-2">
        <Icon aria-hidden className="size-5" />
      </span>
      <div className="max-w-92 space-y-1">
        <p className="font-semibold text-md">{title}</p>
        {children && <div className="text-ink-2 text-sm">{children}</div>}
      </div>
      {action}
    </div>
  )
}
