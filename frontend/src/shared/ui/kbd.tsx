import { cn } from '@/shared/lib/cn'
import { keyLabels } from '@/shared/lib/keys'

type KbdProps = {
  /** A chord, as `Mod+Shift+Z`. */
  keys: string
  /** On ink, as in tooltips. */
  inverted?: boolean
}

/** A shortcut as this machine's keyboard writes it. */
export function Kbd({ keys, inverted = false }: KbdProps) {
  return (
    <span className="inline-flex shrink-0 items-center gap-0.5">
      {keyLabels(keys).map((label) => (
        <kbd
          key={label}
          className={cn(
            'inline-flex h-4 min-w-4 items-center justify-center rounded-chip border px-1 font-sans text-2xs leading-none',
            inverted ? 'border-ink-3 text-on-ink' : 'border-line bg-surface text-ink-3',
          )}
        >
          {label}
        </kbd>
      ))}
    </span>
  )
}
