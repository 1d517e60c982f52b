import { ChevronDown } from 'lucide-react'
import { Popover as Radix } from 'radix-ui'
import {
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
  useId,
  useRef,
  useState,
} from 'react'
import { cn } from '@/shared/lib/cn'
import { floatStyle, itemStyle } from './floating'
import { Input } from './input'

export type ComboboxOption = { value: string; detail?: string | undefined }

type ComboboxProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type' | 'list'> & {
  value: string
  onValue: (value: string) => void
  /** To choose from; anything else may be written too. */
  options: readonly ComboboxOption[]
  /** What the list is, for screen readers. */
  listLabel: string
  /** Below the list: why it is empty, or that it is on its way. */
  note?: ReactNode
  /** Its list is wanted: ask for the options now. */
  onOpen?: (() => void) | undefined
}

const MOST = 100

/** A text field that offers values: those that hold what is typed; all of them as long as nothing is. */
export function Combobox(props: ComboboxProps) {
  const { value, onValue, options, listLabel, note, onOpen, className, ...wiring } = props
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  const list = useOffers({ value, onValue, options, onOpen })
  const { found, at } = list
  const isShown = list.open && (found.length > 0 || Boolean(note))
  return (
    <Radix.Root open={isShown} onOpenChange={list.show}>
      <Radix.Anchor asChild>
        <div className="relative">
          <Input
            {...wiring}
            ref={field}
            role="combobox"
            aria-expanded={isShown}
            aria-controls={isShown ? listId : undefined}
            aria-autocomplete="list"
            aria-activedescendant={isShown && at >= 0 ? `${listId}-${at}` : undefined}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(event) => list.type(event.target.value)}
            onClick={() => list.show(true)}
            onBlur={() => list.show(false)}
            onKeyDown={list.onKeyDown}
            className={cn('pr-8', className)}
          />
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute top-2 right-2.5 size-4 text-ink-3"
          />
        </div>
      </Radix.Anchor>
      <Radix.Portal>
        <Radix.Content
          role="presentation"
          sideOffset={4}
          collisionPadding={8}
          align="start"
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            if (event.target === field.current) event.preventDefault()
          }}
          className={cn(
            floatStyle,
            'max-h-72 w-(--radix-popover-trigger-width) min-w-56 overflow-y-auto p-1',
          )}
        >
          <Options {...{ listId, listLabel, found, at }} chosen={value} list={list} />
          {note && <div className="px-2 py-1.5 text-ink-3 text-xs">{note}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type OffersParts = Pick<ComboboxProps, 'value' | 'onValue' | 'options' | 'onOpen'>

/** Whether the list is open, what is in it, and which of it the keys are at. */
function useOffers({ value, onValue, options, onOpen }: OffersParts) {
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState(false)
  const [at, setAt] = useState(-1)
  const wanted = value.trim().toLowerCase()
  const found = options
    .filter((option) => !typed || option.value.toLowerCase().includes(wanted))
    .slice(0, MOST)
  const show = (next: boolean) => {
    if (next && !open) onOpen?.()
    setOpen(next)
    if (!next) setTyped(false)
    setAt(-1)
  }
  const choose = (option: ComboboxOption | undefined) => {
    if (option) onValue(option.value)
    show(false)
  }
  const type = (text: string) => {
    onValue(text)
    show(true)
    setTyped(true)
  }
  const move = (by: 1 | -1) => {
    if (!open) show(true)
    else if (found.length > 0)
      setAt(((at < 0 && by < 0 ? 0 : at) + by + found.length) % found.length)
  }
  const keys: Readonly<Record<string, (() => void) | false>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: open && at >= 0 && (() => choose(found[at])),
    // It closes the list alone, and not what the field is in.
    Escape: open && (() => show(false)),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
  return { open, found, at, setAt, show, choose, type, onKeyDown }
}

type OptionsProps = {
  listId: string
  listLabel: string
  found: readonly ComboboxOption[]
  at: number
  chosen: string
  list: Pick<ReturnType<typeof useOffers>, 'setAt' | 'choose'>
}

function Options({ listId, listLabel, found, at, chosen, list }: OptionsProps) {
  return (
    <div role="listbox" id={listId} aria-label={listLabel}>
      {found.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the field's, which keeps the focus
        <div
          key={option.value}
          id={`${listId}-${index}`}
          role="option"
          aria-selected={option.value === chosen}
          data-highlighted={index === at ? '' : undefined}
          ref={index === at ? (row) => row?.scrollIntoView({ block: 'nearest' }) : undefined}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onMouseEnter={() => list.setAt(index)}
          onClick={() => list.choose(option)}
          className={cn(itemStyle, 'h-auto min-h-8 flex-wrap py-1')}
        >
          <span className="min-w-0 flex-1 break-all font-mono text-xs">{option.value}</span>
          {option.detail && <span className="text-2xs text-ink-3">{option.detail}</span>}
        </div>
      ))}
    </div>
  )
}
