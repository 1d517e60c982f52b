import { Link } from '@tanstack/react-router'
import { CircleHelp, ListVideo, type LucideIcon, Search, Settings, Workflow } from 'lucide-react'
import { cn } from '@/shared/lib/cn'
import { IconButton } from '@/shared/ui/icon-button'
import { Logo } from '@/shared/ui/logo'
import { Tooltip } from '@/shared/ui/tooltip'
import { openSheet } from './shell-store'

/** The places of the app: at the left, or at the bottom of a narrow window. */
export function Rail() {
  return (
    <nav
      aria-label="Main"
      className="order-last flex h-12 shrink-0 items-center justify-around gap-1 border-line border-t bg-surface px-2 wide:order-first wide:h-auto wide:w-12 wide:flex-col wide:justify-start wide:border-t-0 wide:border-r wide:px-0 wide:py-2"
    >
      <Link
        to="/workflows"
        aria-label="Noria, home"
        className="mb-2 hidden rounded-control wide:block"
      >
        <Logo className="size-8" />
      </Link>
      <RailLink to="/workflows" icon={Workflow} label="Workflows" />
      <RailLink to="/runs" icon={ListVideo} label="Runs" />
      <div className="hidden flex-1 wide:block" />
      <IconButton
        icon={Search}
        label="Go to anything"
        keys="Mod+K"
        side="right"
        onClick={() => openSheet('palette')}
      />
      <IconButton
        icon={CircleHelp}
        label="Keyboard shortcuts"
        keys="?"
        side="right"
        className="hidden wide:inline-flex"
        onClick={() => openSheet('shortcuts')}
      />
      <RailLink to="/settings" icon={Settings} label="Settings" />
    </nav>
  )
}

type RailLinkProps = {
  to: '/workflows' | '/runs' | '/settings'
  icon: LucideIcon
  label: string
}

function RailLink({ to, icon: Icon, label }: RailLinkProps) {
  return (
    <Tooltip label={label} side="right">
      <Link
        to={to}
        aria-label={label}
        className="grid size-8 place-items-center rounded-control text-ink-3 transition-colors hover:bg-sunken hover:text-ink"
        activeProps={{ className: cn('bg-sunken text-ink') }}
      >
        <Icon aria-hidden className="size-4" />
      </Link>
    </Tooltip>
  )
}
