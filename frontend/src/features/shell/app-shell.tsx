import { useNavigate } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { t } from '@/shared/i18n/texts'
import { EVERYWHERE, listenForShortcuts, useShortcuts } from '@/shared/lib/shortcuts'
import { Rail } from './rail'
import { closeSheet, openSheet, useOpenSheet } from './shell-store'

const CommandPalette = lazy(async () => ({
  default: (await import('./command-palette')).CommandPalette,
}))
const ShortcutSheet = lazy(async () => ({
  default: (await import('./shortcut-sheet')).ShortcutSheet,
}))

type AppShellProps = { children: ReactNode }

/** What stays while pages change: the rail, the command palette, the shortcut sheet. */
export function AppShell({ children }: AppShellProps) {
  const sheet = useOpenSheet()
  useEffect(listenForShortcuts, [])
  useShellShortcuts()
  return (
    <div className="flex h-full flex-col wide:flex-row">
      <a
        href="#main"
        className="sr-only z-50 rounded-control bg-ink px-3 py-1.5 font-medium text-on-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('Skip to content')}
      </a>
      <Rail />
      <div className="min-h-0 min-w-0 flex-1">{children}</div>
      <Suspense>
        {sheet === 'palette' && <CommandPalette onClose={closeSheet} />}
        {sheet === 'shortcuts' && <ShortcutSheet onClose={closeSheet} />}
      </Suspense>
    </div>
  )
}

function useShellShortcuts() {
  const navigate = useNavigate()
  useShortcuts(EVERYWHERE, [
    {
      keys: 'Mod+K',
      label: t('Go to anything'),
      run: () => openSheet('palette'),
      inFields: true,
      opensField: true,
    },
    { keys: '?', label: t('Keyboard shortcuts'), run: () => openSheet('shortcuts') },
    { keys: 'Alt+1', label: t('Workflows'), run: () => navigate({ to: '/workflows' }) },
    { keys: 'Alt+2', label: t('Runs'), run: () => navigate({ to: '/runs' }) },
    { keys: 'Alt+3', label: t('Approvals'), run: () => navigate({ to: '/approvals' }) },
    { keys: 'Alt+4', label: t('Settings'), run: () => navigate({ to: '/settings' }) },
  ])
}
