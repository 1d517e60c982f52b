import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '@/shared/lib/cn'

export type Tab<Value extends string = string> = {
  value: Value
  label: ReactNode
  content: ReactNode
}

type TabsProps<Value extends string> = {
  value: Value
  onValue: (value: Value) => void
  tabs: readonly Tab<Value>[]
  /** Read aloud: what the tabs are of. */
  label: string
  className?: string
  listClassName?: string
  panelClassName?: string
}

/** Only the shown panel is in the page. */
export function Tabs<Value extends string>(props: TabsProps<Value>) {
  const { value, onValue, tabs, label, className, listClassName, panelClassName } = props
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onValue(next as Value)}
      className={cn('flex min-h-0 flex-col', className)}
    >
      <Radix.List
        aria-label={label}
        className={cn('flex shrink-0 gap-4 overflow-x-auto border-line border-b', listClassName)}
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px flex h-9 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 font-medium text-ink-3 text-sm -outline-offset-2 transition-colors hover:text-ink data-[state=active]:border-ink data-[state=active]:text-ink"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.value}
          value={tab.value}
          className={cn('min-h-0 flex-1 -outline-offset-2', panelClassName)}
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
