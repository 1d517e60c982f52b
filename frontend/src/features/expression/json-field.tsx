import { json } from '@codemirror/lang-json'
import type { Extension } from '@codemirror/state'
import { useMemo, useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { CodeEditor, type CodeWiring } from './code-editor'
import { expressionExtension } from './expression-extension'
import { Roomy } from './roomy'
import type { ExpressionScope } from './scope'

type JsonFieldProps = {
  value: JsonValue
  onValue: (value: JsonValue) => void
  /** What the field is called: in the large editor's title. */
  label: string
  /** Strings in it may hold expressions. */
  scope?: ExpressionScope | undefined
  wiring: CodeWiring
  placeholder?: string
}

/** Any JSON value as text. What is not JSON yet stays in the field and is not passed on. */
export function JsonField(props: JsonFieldProps) {
  const { value, onValue, label, scope, wiring, placeholder } = props
  const [draft, setDraft] = useState(() => ({ text: write(value), value }))
  const current = same(draft.value, value) ? draft : { text: write(value), value }
  const problem = parse(current.text) ? null : t('This is not JSON yet, so it is not saved.')
  const root = scope?.root
  const extension = useMemo<Extension>(
    () => [json(), root ? expressionExtension({ bare: false, scopeRoot: () => root }) : []],
    [root],
  )
  return (
    <div className="flex flex-col gap-1">
      <Roomy label={label}>
        {(isLarge) => (
          <CodeEditor
            value={current.text}
            multiline
            extension={extension}
            placeholder={placeholder}
            wiring={{
              ...(isLarge ? { 'aria-label': label } : wiring),
              ...(problem && { 'aria-invalid': true as const }),
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
      {problem && <p className="text-failed text-xs">{problem}</p>}
    </div>
  )
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
