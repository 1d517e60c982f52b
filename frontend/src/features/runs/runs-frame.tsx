import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '@/shared/i18n/texts'
import { Page } from '@/shared/ui/page'

const PLACES = [
  { to: '/runs', label: 'Runs' },
  { to: '/dead-letters', label: 'Dead letters' },
  { to: '/bulk-actions', label: 'Bulk actions' },
  { to: '/health', label: 'Health' },
] as const

type RunsFrameProps = { title: string; children: ReactNode }

/** The four pages about runs, one click from each other. */
export function RunsFrame({ title, children }: RunsFrameProps) {
  return (
    <Page
      title={title}
      heading={
        <>
          <h1 className="sr-only">{title}</h1>
          <nav aria-label={t('About runs')} className="-ml-2 flex items-center gap-1">
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
