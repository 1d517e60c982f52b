import { json } from '@codemirror/lang-json'
import type { Extension } from '@codemirror/state'
import { type RefObject, use, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { CodeEditor, type CodeWiring } from './code-editor'
import { expressionExtension } from './expression-extension'
import { Roomy } from './roomy'
import type { ExpressionScope } from './scope'
import { type JsonDraft, UnparsedTexts } from './unparsed'

type JsonFieldProps = {
  value: JsonValue
  onValue: (value: JsonValue) => void
  /** What the field is called: in the large editor's title. */
  label: string
  /** A form and a field in it: what is not JSON yet is kept there where somebody keeps it. */
  place?: string
  /** Strings in it may hold expressions. */
  scope?: ExpressionScope | undefined
  wiring: CodeWiring
  placeholder?: string
}

/**
 * Any JSON value as text. What is not JSON yet stays in the field and is not passed on, and the form
 * around the field is not sent: it would be sent with the value before.
 */
export function JsonField(props: JsonFieldProps) {
  const { value, onValue, label, place, scope, wiring, placeholder } = props
  const [draft, setDraft] = useDraft(value, place)
  const current = same(draft.value, value) ? draft : { text: write(value), value }
  const problem = parse(current.text) ? null : t('This is not JSON yet, so it is not saved.')
  const problemId = useId()
  const field = useRef<HTMLDivElement>(null)
  useHeldForm(field, problem !== null)
  const root = scope?.root
  const extension = useMemo<Extension>(
    () => [json(), root ? expressionExtension({ bare: false, scopeRoot: () => root }) : []],
    [root],
  )
  return (
    <div ref={field} className="flex flex-col gap-1">
      <Roomy label={label}>
        {(isLarge) => (
          <CodeEditor
            value={current.text}
            multiline
            extension={extension}
            placeholder={placeholder}
            wiring={{
              ...(isLarge ? { 'aria-label': label } : wiring),
              ...(problem && {
                'aria-invalid': true as const,
                'aria-describedby': `${wiring['aria-describedby'] ?? ''} ${problemId}`.trim(),
              }),
            }}
            autoFocus={isLarge}
            className={isLarge ? '[&_.cm-content]:min-h-[50vh]' : 'max-h-80 overflow-y-auto pr-7'}
            onValue={(text) => {
              const parsed = parse(text)
              setDraft({ text, value: parsed ? parsed.value : current.value })
              if (parsed) onValue(parsed.value)
            }}
          />
        )}
      </Roomy>
      {problem && (
        <p id={problemId} className="text-failed text-xs">
          {problem}
        </p>
      )}
    </div>
  )
}

/** What is in the field, and is there again when the field was away meanwhile. */
function useDraft(value: JsonValue, place: string | undefined) {
  const unparsed = use(UnparsedTexts)
  const [draft, setDraft] = useState<JsonDraft>(
    () => (place && unparsed?.get(place)) || { text: write(value), value },
  )
  const set = (next: JsonDraft) => {
    setDraft(next)
    if (place === undefined) return
    if (parse(next.text)) unparsed?.delete(place)
    else unparsed?.set(place, next)
  }
  return [draft, set] as const
}

/** The form does not hear that it is to be sent; the focus tells where the fault is. */
function useHeldForm(field: RefObject<HTMLDivElement | null>, isHeld: boolean) {
  useEffect(() => {
    const form = field.current?.closest('form')
    if (!form || !isHeld) return
    const hold = (event: Event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      const folded = field.current?.closest('details')
      if (folded) folded.open = true
      field.current?.querySelector<HTMLElement>('[role="textbox"]')?.focus()
    }
    form.addEventListener('submit', hold)
    return () => form.removeEventListener('submit', hold)
  }, [field, isHeld])
}

const write = (value: JsonValue) => JSON.stringify(value, null, 2) ?? 'null'
const same = (a: JsonValue, b: JsonValue) => a === b || JSON.stringify(a) === JSON.stringify(b)

function parse(text: string): { value: JsonValue } | null {
  try {
    return { value: JSON.parse(text) as JsonValue }
  } catch {
    return null
  }
}
