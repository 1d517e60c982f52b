import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  CircleHelp,
  Gauge,
  Hand,
  ListVideo,
  MessagesSquare,
  Search,
  Settings,
  Workflow,
  Zap,
} from 'lucide-react'
import { lazy, Suspense } from 'react'
import { waitingCountQuery } from '@/features/approvals'
import { LazyBell } from '@/features/notifications'
import { WorkspaceSwitcher } from '@/features/workspace'
import { t } from '@/shared/i18n/texts'
import { IconButton } from '@/shared/ui/icon-button'
import { Logo } from '@/shared/ui/logo'
import { RailLink } from './rail-link'
import { openSheet } from './shell-store'

const MorePlaces = lazy(async () => ({ default: (await import('./more-places')).MorePlaces }))

/** The places of the app: at the left, or at the bottom of a narrow window. */
export function Rail() {
  return (
    <nav
      aria-label={t('Main')}
      className="order-last flex h-12 shrink-0 items-center justify-around gap-1 border-line border-t bg-surface px-2 wide:order-first wide:h-auto wide:w-12 wide:flex-col wide:justify-start wide:border-t-0 wide:border-r wide:px-0 wide:py-2"
    >
      <Link
        to="/dashboard"
        aria-label={t('Noria, home')}
        className="mb-2 hidden rounded-control wide:block"
      >
        <Logo className="size-8" />
      </Link>
      <RailLink to="/dashboard" icon={Gauge} label={t('Dashboard')} />
      <RailLink to="/workflows" icon={Workflow} label={t('Workflows')} />
      <RailLink to="/runs" icon={ListVideo} label={t('Runs')} />
      <RailLink to="/triggers" icon={Zap} label={t('Triggers')} />
      <RailLink to="/chat" icon={MessagesSquare} label={t('Chats')} />
      <Suspense fallback={<span className="size-8 shrink-0 wide:h-26" />}>
        <MorePlaces />
      </Suspense>
      <ApprovalsLink />
      <div className="hidden flex-1 wide:block" />
      <Suspense fallback={<span className="size-8" />}>
        <LazyBell />
      </Suspense>
      <WorkspaceSwitcher />
      <IconButton
        icon={Search}
        label={t('Go to anything')}
        keys="Mod+K"
        side="right"
        onClick={() => openSheet('palette')}
      />
      <IconButton
        icon={CircleHelp}
        label={t('Keyboard shortcuts')}
        keys="?"
        side="right"
        className="hidden wide:inline-flex"
        onClick={() => openSheet('shortcuts')}
      />
      <RailLink to="/settings" icon={Settings} label={t('Settings')} />
    </nav>
  )
}

/** With how many wait for the person who is signed in. */
function ApprovalsLink() {
  const { data } = useQuery(waitingCountQuery)
  const count = data?.count ?? 0
  const shown = data?.isMore || count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count)
  const label = count > 0 ? t('Approvals, {shown} for you', { shown }) : t('Approvals')
  return <RailLink to="/approvals" icon={Hand} label={label} {...(count > 0 && { count: shown })} />
}

const MOST_COUNTED = 49
