import { type DragEvent, useState } from 'react'
import { ExpressionField } from '@/features/expression'
import type { JsonValue } from '@/shared/api/types'
import { useSaid } from '@/shared/i18n/language'
import { PATH_MIME } from '@/shared/lib/path-drag'
import { codeWords } from '@/shared/ui/code-words'
import { Field as Row } from '@/shared/ui/field'
import { eachScope, isCode } from './each'
import type { FormValue } from './fields'
import { type ControlProps, type FieldFault, type Form, faultsAt, type OnValue } from './form'
import { hasToggle, type Mode, modeOf, valueInMode } from './mode'
import { ModeToggle } from './mode-toggle'
import { fieldPlace, hasFocus } from './pointers'
import { controlOf } from './registry'
import type { Field } from './schema'

type FieldRowProps = {
  form: Form
  field: Field
  siblings: FormValue
  pointer: string
  value: JsonValue | undefined
  onValue: OnValue
  onFields: (fields: FormValue) => void
}

/** A field that held an expression stays one while it is emptied to write another. */
function useMode(value: JsonValue | undefined, toggles: boolean) {
  const [chosen, setChosen] = useState<Mode | null>(null)
  const [held, setHeld] = useState(false)
  const mode = toggles ? modeOf(value, chosen ?? (held ? 'expression' : null)) : 'fixed'
  if (mode === 'expression' && !held) setHeld(true)
  return { mode, chosen, setChosen }
}

/** A field with its name, its toggle, its control, and what is wrong with it. */
export function FieldRow(props: FieldRowProps) {
  const { form, field, siblings, pointer, value, onValue, onFields } = props
  const said = useSaid()
  const toggles = hasToggle(form, field)
  const { mode, chosen, setChosen } = useMode(value, toggles)
  const isBare = form.expressions && isCode(field)
  const control = isBare || mode === 'expression' ? null : controlOf(field)
  // In lists and maps a drop is for the part under the pointer, never for all of it.
  const takesDrop = toggles && control !== null && SCALAR.has(field.shape.kind)
  const [fault] = faultsAt(form, pointer, control?.ownsParts ?? true)
  const parts = { form, field, siblings, pointer, onValue, onFields, value }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop a path on; the toggle and the keyboard do the same
    <div
      {...fieldPlace(form.formId, pointer)}
      onDragOver={(event) => {
        if (takesDrop && carriesPath(event)) event.preventDefault()
      }}
      onDrop={(event) => {
        const path = event.dataTransfer.getData(PATH_MIME)
        if (!takesDrop || !path) return
        event.preventDefault()
        event.stopPropagation()
        setChosen('expression')
        onValue(droppedValue(value, path), pointer)
      }}
    >
      <Row
        label={field.title}
        hint={form.isRepeat || !field.description ? undefined : codeWords(field.description)}
        error={fault?.severity === 'error' ? said(fault.message) : undefined}
        required={field.required}
        aside={
          toggles && (
            <ModeToggle
              label={field.title}
              mode={mode}
              onMode={(next) => {
                setChosen(next)
                onValue(valueInMode(next, value, field, form), pointer)
              }}
            />
          )
        }
      >
        {(wiring) => {
          const named = { ...wiring, 'aria-label': field.title }
          if (control)
            return <control.Control {...parts} value={value ?? field.defaultValue} wiring={named} />
          return (
            <ExpressionControl
              {...parts}
              wiring={named}
              bare={isBare}
              fault={fault}
              autoFocus={chosen === 'expression' || hasFocus(form.formId, pointer)}
            />
          )
        }}
      </Row>
    </div>
  )
}

const SCALAR: ReadonlySet<Field['shape']['kind']> = new Set(['text', 'number', 'boolean', 'choice'])

const carriesPath = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes(PATH_MIME)

/** Behind the text that is there; anything else is replaced. */
const droppedValue = (value: JsonValue | undefined, path: string) =>
  `${typeof value === 'string' ? value : ''}{{ ${path} }}`

type ExpressionControlProps = ControlProps & {
  bare: boolean
  fault: FieldFault | undefined
  autoFocus: boolean
}

function ExpressionControl(props: ExpressionControlProps) {
  const { form, field, pointer, value, onValue, wiring, bare, fault, autoFocus } = props
  return (
    <ExpressionField
      label={field.title}
      value={typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)}
      onValue={(next) => onValue(next, pointer)}
      bare={bare}
      multiline={Boolean(field.hint.multiline)}
      scope={field.hint.expression === 'each' ? eachScope(form.scope) : form.scope}
      fault={fault}
      wiring={wiring}
      placeholder={field.hint.placeholder}
      autoFocus={autoFocus}
    />
  )
}
