import { type KeyboardEvent, useDeferredValue, useRef, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { codeWords } from '@/shared/ui/code-words'
import { SearchInput } from '@/shared/ui/search-input'
import { TYPE_MIME } from '../canvas/node-type-mime'
import { type NodeTypeInfo, searchTypes } from '../document/catalog'
import { useEditor } from '../editor-context'
import { NodeIcon } from '../node-icon'

/** All steps there are: click, press Enter, or drag one onto the canvas. */
export function Palette() {
  const editor = useEditor()
  const [search, setSearch] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const found = searchTypes(editor.catalog.newest, search)
  // What is below the panel's end comes when the canvas has been drawn.
  const isWhole = useDeferredValue(true, false)
  const shown = isWhole ? found : found.slice(0, FIRST_ROWS)
  const groups = [...new Set(shown.map((type) => type.category))]
  const add = (type: NodeTypeInfo) => editor.add(type, editor.placeFor(editor.sole))
  return (
    <nav
      aria-label={t('Palette')}
      data-region="palette"
      tabIndex={-1}
      className="flex h-full flex-col bg-surface outline-none"
    >
      <div className="p-3 pb-2">
        <SearchInput
          label={t('Search steps')}
          placeholder={t('Search steps')}
          value={search}
          onValue={setSearch}
          onKeyDown={(event) => {
            const [first] = found
            if (event.key === 'Enter' && first) add(first)
            if (event.key === 'ArrowDown') focusItem(list.current, 0, event)
          }}
        />
      </div>
      <div
        ref={list}
        role="none"
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-3"
        onKeyDown={(event) => moveFocus(list.current, event)}
      >
        {groups.map((category) => (
          <section key={category} className="mb-2">
            <h3 className="px-2 pt-2 pb-1 font-medium text-2xs text-ink-3">{category}</h3>
            {shown
              .filter((type) => type.category === category)
              .map((type) => (
                <PaletteItem key={type.type} type={type} onAdd={() => add(type)} />
              ))}
          </section>
        ))}
        {found.length === 0 && (
          <p className="px-2 py-6 text-center text-ink-3 text-sm">
            {t('No step fits “{search}”.', { search })}
          </p>
        )}
      </div>
    </nav>
  )
}

const FIRST_ROWS = 18

type PaletteItemProps = { type: NodeTypeInfo; onAdd: () => void }

function PaletteItem({ type, onAdd }: PaletteItemProps) {
  return (
    <button
      type="button"
      draggable
      data-palette-item
      title={type.description}
      onClick={onAdd}
      onDragStart={(event) => {
        event.dataTransfer.setData(TYPE_MIME, type.type)
        event.dataTransfer.effectAllowed = 'copy'
      }}
      className="flex w-full cursor-grab items-center gap-2.5 rounded-control px-2 py-1.5 text-left hover:bg-sunken active:cursor-grabbing"
    >
      <span className="grid size-7 shrink-0 place-items-center rounded-control border border-line bg-raised text-ink-2">
        <NodeIcon name={type.icon} className="size-3.5" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium text-sm leading-4.5">{type.title}</span>
        <span className="block truncate text-2xs text-ink-3">{codeWords(type.description)}</span>
      </span>
    </button>
  )
}

const itemsOf = (list: HTMLElement | null) => [
  ...(list?.querySelectorAll<HTMLElement>('[data-palette-item]') ?? []),
]

function focusItem(list: HTMLElement | null, index: number, event: KeyboardEvent) {
  const item = itemsOf(list)[index]
  if (!item) return
  event.preventDefault()
  item.focus()
}

/** Up and down through the items, which are also one tab stop each. */
function moveFocus(list: HTMLElement | null, event: KeyboardEvent) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const items = itemsOf(list)
  const at = items.indexOf(document.activeElement as HTMLElement)
  focusItem(list, at + step, event)
}
