import { type ReactNode, useEffect, useRef } from 'react'
import { cn } from '@/shared/lib/cn'

type PageProps = {
  /** Name of the page: the tab's title, and what a screen reader hears on arrival. */
  title: string
  /** In place of the plain title, as an editable name. */
  heading?: ReactNode
  /** Beside the heading: badges, small facts. */
  facts?: ReactNode
  /** At the right end of the header. */
  actions?: ReactNode
  className?: string
  children: ReactNode
}

/** A page of the app: a 48-px header and what is below it. Takes the focus when it is arrived at. */
export function Page({ title, heading, facts, actions, className, children }: PageProps) {
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    // Not when a dialog or a field of the page took it first.
    if (!main.current?.contains(document.activeElement))
      main.current?.focus({ preventScroll: true })
  }, [])
  useEffect(() => {
    document.title = `${title} · Noria`
  }, [title])
  return (
    <main
      id="main"
      ref={main}
      tabIndex={-1}
      className="flex h-full min-w-0 flex-col bg-surface outline-none"
    >
      <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b px-4">
        <div className="flex min-w-0 flex-1 items-center gap-3">
          {heading ?? <h1 className="truncate font-semibold text-md">{title}</h1>}
          {facts}
        </div>
        {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
      </header>
      <div data-scroller className={cn('min-h-0 flex-1 overflow-auto', className)}>
        {children}
      </div>
    </main>
  )
}
