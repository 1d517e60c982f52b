import { labelled, t } from '@/shared/i18n/texts'
import { Segmented } from '@/shared/ui/segmented'
import type { Mode } from './mode'

type ModeToggleProps = { label: string; mode: Mode; onMode: (mode: Mode) => void }

const OPTIONS = [
  { value: 'fixed', label: 'Fixed' },
  { value: 'expression', label: 'Expression' },
] as const

/** On every field that may hold an expression, always in sight. */
export function ModeToggle({ label, mode, onMode }: ModeToggleProps) {
  return (
    <Segmented
      label={t('{label}: fixed or expression', { label })}
      value={mode}
      onValue={onMode}
      options={labelled(OPTIONS)}
      className="h-5 border-transparent bg-transparent p-0 [&>button]:h-5 [&>button]:px-1.5 [&>button]:text-2xs [&>button]:font-normal [&>button[data-state=on]]:border-line [&>button[data-state=on]]:bg-sunken"
    />
  )
}
