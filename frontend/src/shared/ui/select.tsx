import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { floatStyle, itemStyle } from './floating'
import { fieldStyle } from './input'

export type SelectOption<Value extends string = string> = {
  value: Value
  label: ReactNode
  disabled?: boolean
}

type SelectProps<Value extends string> = {
  value: Value | undefined
  onValue: (value: Value) => void
  options: readonly SelectOption<Value>[]
  placeholder?: string
  disabled?: boolean
  size?: 'md' | 'sm'
  className?: string
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string | undefined
  'aria-invalid'?: true | undefined
  'aria-required'?: true | undefined
}

/** One of a few. For more than about twenty, use a searchable list. Values may not be empty. */
export function Select<Value extends string>({
  value,
  onValue,
  options,
  placeholder = t('Choose…'),
  disabled = false,
  size = 'md',
  className,
  ...wiring
}: SelectProps<Value>) {
  return (
    <Radix.Root
      value={value ?? ''}
      onValueChange={(next) => onValue(next as Value)}
      disabled={disabled}
    >
      <Radix.Trigger
        className={cn(
          fieldStyle,
          'flex items-center justify-between gap-2 text-left data-[placeholder]:text-ink-3',
          size === 'md' ? 'h-8' : 'h-7 text-xs',
          className,
        )}
        {...wiring}
      >
        <span className="min-w-0 truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon asChild>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-3" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            floatStyle,
            'max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden',
          )}
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className={cn(itemStyle, 'pr-8')}
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check aria-hidden className="size-4 text-ink-2" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
