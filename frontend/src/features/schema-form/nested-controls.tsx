/** Controls made of other fields: objects, lists of objects, and unions. */

import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Segmented } from '@/shared/ui/segmented'
import { Select } from '@/shared/ui/select'
import { type FormValue, initialObject, variantValue } from './fields'
import type { ControlProps, Form } from './form'
import { inSentence } from './in-sentence'
import { join } from './pointers'
import { asSchema, type Field } from './schema'

const asObject = (value: JsonValue | undefined): FormValue =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}

/** Inside a field that takes no expressions, none does that does not say so. */
const innerForm = (form: Form, field: Field): Form =>
  field.hint.expression === 'never' ? { ...form, inherited: 'never' } : form

export function ObjectControl({ form, field, pointer, value, onValue }: ControlProps) {
  return (
    <div className="border-line border-l-2 pl-3">
      <form.Fields
        form={innerForm(form, field)}
        schema={field.schema}
        pointer={pointer}
        value={asObject(value)}
        onValue={onValue}
      />
    </div>
  )
}

/** One of several kinds of object; its constant property is shown as the choice between them. */
export function UnionControl({ form, field, pointer, value, onValue, wiring }: ControlProps) {
  const { shape } = field
  if (shape.kind !== 'union') return null
  const object = asObject(value)
  const chosen = String(object[shape.property] ?? shape.variants[0]?.value ?? '')
  const variant = shape.variants.find((each) => each.value === chosen)
  const choose = (next: string) => onValue(variantValue(shape, next, form.root), pointer)
  const label = wiring['aria-label'] ?? field.title
  const options = shape.variants.map((each) => ({ value: each.value, label: each.title }))
  const { properties, ...rest } = variant?.schema ?? {}
  const { [shape.property]: _, ...others } = asSchema(properties)
  return (
    <div className="flex flex-col gap-3">
      {options.length <= 5 ? (
        <Segmented
          label={label}
          value={chosen}
          onValue={choose}
          options={options}
          className="self-start"
        />
      ) : (
        <Select aria-label={label} value={chosen} onValue={choose} options={options} />
      )}
      {Object.keys(others).length > 0 && (
        <form.Fields
          key={chosen}
          form={innerForm(form, field)}
          schema={{ ...rest, properties: others }}
          pointer={pointer}
          value={object}
          onValue={onValue}
        />
      )}
    </div>
  )
}

export function ObjectsControl({ form, field, pointer, value, onValue, wiring }: ControlProps) {
  const items = Array.isArray(value) ? value.map(asObject) : []
  const schema = field.shape.kind === 'objects' ? field.shape.items : {}
  const set = (next: readonly FormValue[], at: string) => onValue([...next], at)
  const swap = (a: number, b: number) =>
    set(
      items.map((item, index) => (index === a ? items[b] : index === b ? items[a] : item) ?? item),
      pointer,
    )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend of its own
    <div
      role="group"
      aria-label={wiring['aria-label']}
      id={wiring.id}
      className="flex flex-col gap-2"
    >
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
        <div key={index} className="rounded-control border border-line bg-surface p-2.5 pt-1">
          <ItemBar
            number={index + 1}
            onUp={index > 0 ? () => swap(index, index - 1) : undefined}
            onDown={index < items.length - 1 ? () => swap(index, index + 1) : undefined}
            onRemove={() =>
              set(
                items.filter((_, at) => at !== index),
                pointer,
              )
            }
          />
          <form.Fields
            form={{ ...innerForm(form, field), isRepeat: index > 0 }}
            schema={schema}
            pointer={join(pointer, index)}
            value={item}
            onValue={(next, at) =>
              set(
                items.map((each, place) => (place === index ? asObject(next) : each)),
                at,
              )
            }
          />
        </div>
      ))}
      <Button
        variant="ghost"
        size="sm"
        className="-ml-2 self-start"
        onClick={() => set([...items, newItem(initialObject(schema, form.root), items)], pointer)}
      >
        <Plus aria-hidden />
        {t('Add to {title}', { title: inSentence(field.title) })}
      </Button>
    </div>
  )
}

/** A port needs a name that no other item has. */
function newItem(item: FormValue, others: readonly FormValue[]): FormValue {
  if (item.port === undefined) return item
  const taken = new Set(others.map((other) => other.port))
  const number = others.map((_, index) => index + 1).find((n) => !taken.has(`case_${n}`))
  return { ...item, port: `case_${number ?? others.length + 1}` }
}

type ItemBarProps = {
  number: number
  onUp: (() => void) | undefined
  onDown: (() => void) | undefined
  onRemove: () => void
}

function ItemBar({ number, onUp, onDown, onRemove }: ItemBarProps) {
  return (
    <div className="flex h-7 items-center justify-between">
      <span className="num text-2xs text-ink-3">{number}</span>
      <div className="-mr-1 flex">
        <IconButton
          icon={ArrowUp}
          size="icon-sm"
          label={t('Move {number} up', { number })}
          disabled={!onUp}
          onClick={onUp}
        />
        <IconButton
          icon={ArrowDown}
          size="icon-sm"
          label={t('Move {number} down', { number })}
          disabled={!onDown}
          onClick={onDown}
        />
        <IconButton
          icon={X}
          size="icon-sm"
          label={t('Remove {number}', { number })}
          onClick={onRemove}
        />
      </div>
    </div>
  )
}
