import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '@/shared/i18n/texts'
import { Page } from '@/shared/ui/page'

const PLACES = [
  { to: '/triggers', label: 'Triggers' },
  { to: '/node-types', label: 'Node types' },
] as const

type TriggersFrameProps = { title: string; actions?: ReactNode; children: ReactNode }

/** What this installation can do: what starts runs, and what their steps may be. */
export function TriggersFrame({ title, actions, children }: TriggersFrameProps) {
  return (
    <Page
      title={title}
      actions={actions}
      heading={
        <>
          <h1 className="sr-only">{title}</h1>
          <nav
            aria-label={t('About triggers and node types')}
            className="-ml-2 flex items-center gap-1"
          >
            {PLACES.map(({ to, label }) => (
              <Link
                key={to}
                to={to}
                aria-current={t(label) === title ? 'page' : undefined}
                className="flex h-8 items-center whitespace-nowrap rounded-control px-2 text-ink-3 text-md hover:bg-sunken hover:text-ink aria-[current=page]:font-semibold aria-[current=page]:text-ink"
              >
                {t(label)}
              </Link>
            ))}
          </nav>
        </>
      }
    >
      {children}
    </Page>
  )
}
