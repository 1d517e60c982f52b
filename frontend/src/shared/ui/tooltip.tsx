import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '@/shared/lib/cn'
import { Kbd } from './kbd'

type TooltipProviderProps = { children: ReactNode }

export function TooltipProvider({ children }: TooltipProviderProps) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  )
}

type TooltipProps = {
  /** A few words; what the control does. */
  label: ReactNode
  /** The control's shortcut, as `Mod+K`. */
  keys?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactNode
}

/** Names a control on hover and focus. Its child must take a ref. */
export function Tooltip({ label, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            'z-60 flex max-w-80 items-center gap-2 rounded-control bg-ink px-2 py-1 text-on-ink text-xs shadow-float',
            'data-[state=delayed-open]:fade-in-0 data-[state=delayed-open]:animate-in',
          )}
        >
          {label}
          {keys && <Kbd keys={keys} inverted />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
