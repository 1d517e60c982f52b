import { Command as Cmdk } from 'cmdk'
import type { LucideIcon } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { Kbd } from './kbd'
import { useGiveBack } from './use-give-back'

type CommandDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  label: string
  placeholder: string
  search: string
  onSearch: (search: string) => void
  /** Off when the caller's list is already the answer to the search. */
  filter?: boolean
  children: ReactNode
}

/** Type, see, press Enter. Put `CommandGroup`s of `CommandItem`s in it. */
export function CommandDialog(props: CommandDialogProps) {
  const {
    open,
    onOpenChange,
    label,
    placeholder,
    search,
    onSearch,
    filter = true,
    children,
  } = props
  const [chosen, setChosen] = useState('')
  const giveBack = useGiveBack(open)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fade-in-0 fixed inset-0 z-40 animate-in bg-overlay duration-100" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={giveBack}
          className="fade-in-0 fixed top-[14vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-140 -translate-x-1/2 animate-in overflow-hidden rounded-card border border-line bg-raised shadow-float duration-100"
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          <Cmdk label={label} shouldFilter={filter} loop value={chosen} onValueChange={setChosen}>
            <Cmdk.Input
              value={search}
              onValueChange={onSearch}
              placeholder={placeholder}
              className="h-12 w-full border-line border-b bg-transparent px-4 text-md outline-none"
            />
            <Cmdk.List className="max-h-100 overflow-y-auto p-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-ink-3">
              <Cmdk.Empty className="px-2 py-8 text-center text-ink-3 text-sm">
                {search ? t('Nothing fits “{search}”.', { search }) : t('Type to search.')}
              </Cmdk.Empty>
              <FirstChosen onChoose={setChosen} />
              {children}
            </Cmdk.List>
          </Cmdk>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type FirstChosenProps = { onChoose: (value: string) => void }

/** Keeps an item chosen while answers come late: cmdk forgets it when the chosen one goes away. */
function FirstChosen({ onChoose }: FirstChosenProps) {
  const mark = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const list = mark.current?.parentElement
    if (!list) return
    const chooseFirst = () => {
      if (list.querySelector('[cmdk-item][data-selected="true"]')) return
      const first = list.querySelector('[cmdk-item]:not([data-disabled="true"])')
      onChoose(first?.getAttribute('data-value') ?? '')
    }
    const observer = new MutationObserver(chooseFirst)
    observer.observe(list, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [onChoose])
  return <span ref={mark} hidden />
}

type CommandGroupProps = { heading: string; children: ReactNode }

export function CommandGroup({ heading, children }: CommandGroupProps) {
  return <Cmdk.Group heading={heading}>{children}</Cmdk.Group>
}

type CommandItemProps = {
  /** Unique; also searched. */
  value: string
  icon?: LucideIcon
  /** At the right end: a key, or a fact. */
  keys?: string | undefined
  aside?: ReactNode
  onSelect: () => void
  children: ReactNode
}

export function CommandItem({
  value,
  icon: Icon,
  keys,
  aside,
  onSelect,
  children,
}: CommandItemProps) {
  return (
    <Cmdk.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-default items-center gap-2.5 rounded-control px-2 text-sm data-[selected=true]:bg-sunken"
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {aside}
      {keys && <Kbd keys={keys} />}
    </Cmdk.Item>
  )
}
