import type { LucideIcon } from 'lucide-react'
import { DropdownMenu as Radix, ContextMenu as RadixContext } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '@/shared/lib/cn'
import { floatStyle, itemStyle } from './floating'
import { Kbd } from './kbd'

export type MenuItem =
  | {
      label: string
      icon?: LucideIcon
      /** Its shortcut, as `Mod+D`: every item that has one shows it. */
      keys?: string
      danger?: boolean
      disabled?: boolean
      onSelect: () => void
    }
  | 'separator'

type MenuProps = {
  /** The button that opens it; must take a ref. */
  trigger: ReactNode
  items: readonly MenuItem[]
  align?: 'start' | 'end'
}

const contentStyle = cn(floatStyle, 'min-w-44 max-w-80 p-1')

export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className={contentStyle}>
          {items.map((item, index) => (
            <MenuRow key={rowKey(item, index)} item={item} parts={Radix} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type ContextMenuProps = {
  items: readonly MenuItem[]
  /** What is right-clicked; must take a ref. */
  children: ReactNode
}

export function ContextMenu({ items, children }: ContextMenuProps) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content collisionPadding={8} className={contentStyle}>
          {items.map((item, index) => (
            <MenuRow key={rowKey(item, index)} item={item} parts={RadixContext} />
          ))}
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  )
}

const rowKey = (item: MenuItem, index: number) => (item === 'separator' ? `s${index}` : item.label)

type MenuRowProps = {
  item: MenuItem
  parts: Pick<typeof Radix, 'Item' | 'Separator'> | Pick<typeof RadixContext, 'Item' | 'Separator'>
}

function MenuRow({ item, parts: { Item, Separator } }: MenuRowProps) {
  if (item === 'separator') return <Separator className="-mx-1 my-1 h-px bg-line" />
  const Icon = item.icon
  return (
    <Item
      disabled={item.disabled ?? false}
      onSelect={item.onSelect}
      className={cn(itemStyle, item.danger && 'text-failed [&>svg]:text-failed')}
    >
      {Icon && <Icon aria-hidden />}
      <span className="mr-4 flex-1 truncate">{item.label}</span>
      {item.keys && <Kbd keys={item.keys} />}
    </Item>
  )
}
