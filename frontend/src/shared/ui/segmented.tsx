import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '@/shared/lib/cn'

export type SegmentedOption<Value extends string> = {
  value: Value
  label: ReactNode
  /** Read aloud, where the label is an icon. */
  name?: string
}

type SegmentedProps<Value extends string> = {
  value: Value
  onValue: (value: Value) => void
  options: readonly SegmentedOption<Value>[]
  /** Read aloud: what is being chosen. */
  label: string
  /** 28 px high instead of 32. */
  small?: boolean
  className?: string
}

/** One of two to four, all in sight. */
export function Segmented<Value extends string>({
  value,
  onValue,
  options,
  label,
  small = false,
  className,
}: SegmentedProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      // A second click on the chosen one must not leave none chosen.
      onValueChange={(next) => next && onValue(next as Value)}
      aria-label={label}
      className={cn(
        'inline-flex shrink-0 rounded-control border border-line bg-sunken p-0.5',
        small ? 'h-7' : 'h-8',
        className,
      )}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          aria-label={option.name}
          className="flex items-center gap-1.5 rounded-chip border border-transparent px-2.5 font-medium text-ink-3 text-xs transition-colors hover:text-ink data-[state=on]:border-line data-[state=on]:bg-raised data-[state=on]:text-ink [&_svg]:size-3.5"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
