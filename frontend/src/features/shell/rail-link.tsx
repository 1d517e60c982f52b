import { Link } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import { cn } from '@/shared/lib/cn'
import { Tooltip } from '@/shared/ui/tooltip'

type RailLinkProps = {
  to:
    | '/dashboard'
    | '/workflows'
    | '/runs'
    | '/triggers'
    | '/knowledge'
    | '/models'
    | '/chat'
    | '/evaluations'
    | '/approvals'
    | '/settings'
  icon: LucideIcon
  label: string
  count?: string
}

export function RailLink({ to, icon: Icon, label, count }: RailLinkProps) {
  return (
    <Tooltip label={label} side="right">
      <Link
        to={to}
        aria-label={label}
        className="relative grid size-8 place-items-center rounded-control text-ink-3 transition-colors hover:bg-sunken hover:text-ink"
        activeProps={{ className: cn('bg-sunken text-ink') }}
      >
        <Icon aria-hidden className="size-4" />
        {count && (
          <span
            aria-hidden
            className="num absolute -top-0.5 -right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-waiting px-1 font-medium text-2xs text-surface leading-none"
          >
            {count}
          </span>
        )}
      </Link>
    </Tooltip>
  )
}
