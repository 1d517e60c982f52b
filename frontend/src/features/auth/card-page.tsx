import { type ReactNode, useEffect } from 'react'
import { LanguageSwitch } from '@/shared/ui/language-switch'
import { Logo } from '@/shared/ui/logo'
import { ThemeSwitch } from '@/shared/ui/theme-switch'

type CardPageProps = {
  title: string
  subtitle: string
  /** Below the card, at its left. */
  note?: ReactNode
  children: ReactNode
}

/** A page for who is not signed in: one card in the middle. */
export function CardPage({ title, subtitle, note, children }: CardPageProps) {
  useEffect(() => {
    document.title = `${title} · Noria`
  }, [title])
  return (
    <main className="grid h-full place-items-center overflow-auto bg-canvas p-4">
      <div className="w-full max-w-90">
        <div className="mb-6 flex items-center gap-3">
          <Logo className="size-10" />
          <div className="min-w-0">
            <h1 className="break-words font-semibold text-lg leading-6">{title}</h1>
            <p className="break-words text-ink-3 text-xs">{subtitle}</p>
          </div>
        </div>
        <div className="rounded-card border border-line bg-surface p-5">{children}</div>
        <div className="mt-4 flex items-center justify-between gap-4">
          <p className="text-ink-3 text-xs">{note}</p>
          <span className="flex shrink-0 gap-2">
            <LanguageSwitch />
            <ThemeSwitch />
          </span>
        </div>
      </div>
    </main>
  )
}
