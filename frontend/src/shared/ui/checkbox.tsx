import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix, Switch as RadixSwitch } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '@/shared/lib/cn'

export function Checkbox({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        'grid size-4 shrink-0 place-items-center rounded-chip border border-line-strong bg-raised',
        'hover:border-ink-2 data-[state=checked]:border-ink data-[state=checked]:bg-ink data-[state=checked]:text-on-ink data-[state=indeterminate]:border-ink data-[state=indeterminate]:bg-ink data-[state=indeterminate]:text-on-ink disabled:opacity-50',
        className,
      )}
      {...props}
    >
      <Radix.Indicator>
        {props.checked === 'indeterminate' ? (
          <Minus aria-hidden strokeWidth={3} className="size-3" />
        ) : (
          <Check aria-hidden strokeWidth={3} className="size-3" />
        )}
      </Radix.Indicator>
    </Radix.Root>
  )
}

export function Switch({ className, ...props }: ComponentProps<typeof RadixSwitch.Root>) {
  return (
    <RadixSwitch.Root
      className={cn(
        'inline-flex h-4.5 w-8 shrink-0 items-center rounded-full border border-line-strong bg-sunken transition-colors',
        'data-[state=checked]:border-ink data-[state=checked]:bg-ink disabled:opacity-50',
        className,
      )}
      {...props}
    >
      <RadixSwitch.Thumb className="size-3 translate-x-0.5 rounded-full bg-ink-2 transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-ink" />
    </RadixSwitch.Root>
  )
}
