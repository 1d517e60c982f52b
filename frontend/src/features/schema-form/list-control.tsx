import { X } from 'lucide-react'
import { useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { fieldStyle } from '@/shared/ui/input'
import type { ControlProps } from './form'
import { parseItem } from './numbers'
import { asSchema, listOf, type Schema } from './schema'

/** Short values side by side: type one, press Enter or comma. */
export function ListControl({ field, pointer, value, onValue, wiring }: ControlProps) {
  const [typed, setTyped] = useState('')
  const items: readonly JsonValue[] = Array.isArray(value) ? value : []
  const schema = field.shape.kind === 'list' ? field.shape.items : {}
  const add = () => {
    const item = parseItem(typed, allows(schema, NUMBERS), allows(schema, TEXTS))
    if (typed.trim() === '' || item === undefined) return
    onValue([...items, item], pointer)
    setTyped('')
  }
  const remove = (index: number) =>
    onValue(
      items.filter((_, at) => at !== index),
      pointer,
    )
  return (
    <div
      className={cn(
        fieldStyle,
        'flex min-h-8 flex-wrap items-center gap-1 px-1 py-0.5 focus-within:border-accent',
      )}
    >
      {items.map((item, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is all that tells equal items apart
          key={index}
          className="inline-flex h-6 items-center gap-1 rounded-chip bg-sunken pl-2 font-mono text-xs"
        >
          {String(item)}
          <button
            type="button"
            aria-label={t('Remove {name}', { name: String(item) })}
            onClick={() => remove(index)}
            className="grid size-6 place-items-center text-ink-3 hover:text-ink"
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <input
        {...wiring}
        value={typed}
        placeholder={items.length === 0 ? t('Type and press Enter') : ''}
        className="h-6 min-w-16 flex-1 bg-transparent px-1 font-mono text-xs outline-none"
        onChange={(event) => setTyped(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ',') {
            event.preventDefault()
            add()
          } else if (event.key === 'Backspace' && typed === '') remove(items.length - 1)
        }}
      />
    </div>
  )
}

const NUMBERS = new Set(['number', 'integer'])
const TEXTS = new Set(['string'])

const allows = (schema: Schema, types: ReadonlySet<string>): boolean =>
  types.has(String(schema.type)) ||
  listOf(schema.anyOf).some((option) => types.has(String(asSchema(option).type)))
