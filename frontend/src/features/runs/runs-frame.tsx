import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Page } from '@/shared/ui/page'

const PLACES = [
  { to: '/runs', label: 'Runs' },
  { to: '/dead-letters', label: 'Dead letters' },
  { to: '/bulk-actions', label: 'Bulk actions' },
] as const

type RunsFrameProps = { title: string; children: ReactNode }

/** The three pages about runs, one click from each other. */
export function RunsFrame({ title, children }: RunsFrameProps) {
  return (
    <Page
      title={title}
      facts={
        <nav aria-label="About runs" className="flex items-center gap-1">
          {PLACES.filter(({ label }) => label !== title).map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              className="flex h-7 items-center rounded-control px-2 text-ink-3 hover:bg-sunken hover:text-ink"
            >
              {label}
            </Link>
          ))}
        </nav>
      }
    >
      {children}
    </Page>
  )
}
