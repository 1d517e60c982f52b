import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '@/shared/i18n/texts'
import { Page } from '@/shared/ui/page'

type SettingsPageProps = { children: ReactNode }

const LINKS = [
  { to: '/settings', label: 'Profile' },
  { to: '/settings/security', label: 'Security' },
  { to: '/settings/notifications', label: 'Notifications' },
  { to: '/settings/workspace', label: 'Workspace' },
  { to: '/settings/members', label: 'Members' },
  { to: '/settings/credentials', label: 'Credentials' },
  { to: '/settings/api-keys', label: 'API keys' },
  { to: '/settings/audit', label: 'Audit' },
] as const

/** The frame of all settings. */
export function SettingsPage({ children }: SettingsPageProps) {
  return (
    <Page title={t('Settings')}>
      <div className="mx-auto flex max-w-220 flex-col gap-4 p-4 wide:flex-row wide:gap-10 wide:p-8">
        <nav
          aria-label={t('Settings')}
          className="-mx-4 flex shrink-0 gap-1 overflow-x-auto px-4 wide:mx-0 wide:w-40 wide:flex-col wide:overflow-visible wide:px-0"
        >
          {LINKS.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: true }}
              className="flex h-8 shrink-0 items-center rounded-control px-2.5 text-ink-2 transition-colors hover:bg-sunken hover:text-ink"
              activeProps={{ className: 'bg-sunken font-medium text-ink' }}
            >
              {t(label)}
            </Link>
          ))}
        </nav>
        <div className="min-w-0 flex-1">{children}</div>
      </div>
    </Page>
  )
}
