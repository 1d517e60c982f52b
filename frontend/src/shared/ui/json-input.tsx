import { useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { Field } from './field'
import { Textarea } from './input'

export type JsonText = {
  text: string
  setText: (text: string) => void
  /** Null while the text is not JSON. */
  parsed: { value: JsonValue } | null
  /** Why it is not, in one sentence. */
  error: string | undefined
}

/** JSON that is being written: what is not JSON is said, and never sent. */
export function useJsonText(initial: JsonValue | undefined): JsonText {
  const [text, setText] = useState(() =>
    initial === undefined ? '' : JSON.stringify(initial, null, 2),
  )
  return { text, setText, ...parseJson(text) }
}

export function parseJson(text: string): Pick<JsonText, 'parsed' | 'error'> {
  try {
    return { parsed: { value: JSON.parse(text) as JsonValue }, error: undefined }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const message = text.trim()
      ? t('This is not JSON: {why}', { why })
      : t('Write JSON, as {} or null.')
    return { parsed: null, error: message }
  }
}

type JsonInputProps = {
  json: JsonText
  label: string
  hint?: string
  rows?: number
  className?: string
}

/** A plain field for JSON: Tab leaves it, as it leaves every other field. */
export function JsonInput({ json, label, hint, rows = 8, className }: JsonInputProps) {
  return (
    <Field label={label} hint={hint} error={json.error}>
      {(wiring) => (
        <Textarea
          {...wiring}
          rows={rows}
          spellCheck={false}
          value={json.text}
          onChange={(event) => json.setText(event.target.value)}
          className={cn('font-mono text-xs leading-5', className)}
        />
      )}
    </Field>
  )
}
