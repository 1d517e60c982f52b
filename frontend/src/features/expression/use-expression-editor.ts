import type { Extension } from '@codemirror/state'
import { useEffect, useMemo, useRef } from 'react'
import { useSaid } from '@/shared/i18n/language'
import type { Mark } from './code-editor'
import { expressionExtension } from './expression-extension'
import type { ExpressionFieldProps } from './expression-field'
import { offsetOf, type Preview } from './preview'
import type { ScopeEntry } from './scope'
import { usePreview } from './use-preview'

const NOTHING: ScopeEntry = { type: 'object', children: {} }

/** What the field and its large twin share: completion, the value now, and marks at faults. */
export function useExpressionEditor(field: ExpressionFieldProps): {
  extension: Extension
  preview: Preview
  marks: readonly Mark[]
} {
  const { value, bare = false, scope, fault } = field
  const newest = useRef(scope)
  useEffect(() => {
    newest.current = scope
  })
  const extension = useMemo(
    () => expressionExtension({ bare, scopeRoot: () => newest.current?.root ?? NOTHING }),
    [bare],
  )
  const said = useSaid()
  const preview = usePreview(value, bare, scope?.data)
  const seen = preview.kind === 'error' ? preview.fault : fault
  const marks = useMemo((): readonly Mark[] => {
    if (!seen || seen.line === null) return []
    const from = offsetOf(value, seen.line, seen.column)
    const to = Math.max(from + 1, wordEnd(value, from))
    return [{ from, to, severity: 'error', message: said(seen.message) }]
  }, [said, seen, value])
  return { extension, preview, marks }
}

const wordEnd = (text: string, from: number) =>
  from + (/^[\w$]+/.exec(text.slice(from))?.[0].length ?? 1)
