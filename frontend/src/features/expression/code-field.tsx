/** A program of the author's own: colours and indentation of its language, and lines that have numbers. */
import { autocompletion, closeBrackets } from '@codemirror/autocomplete'
import { javascript } from '@codemirror/lang-javascript'
import { python } from '@codemirror/lang-python'
import { bracketMatching, indentUnit } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { CodeEditor, type CodeWiring } from './code-editor'

const gutter = EditorView.theme({
  '.cm-gutters': {
    backgroundColor: 'transparent',
    borderRight: '1px solid var(--line)',
    color: 'var(--ink-3)',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 10px' },
})

const shared: Extension = [
  lineNumbers(),
  gutter,
  bracketMatching(),
  closeBrackets(),
  autocompletion({ icons: false }),
]

/** Made once: another extension would make another editor. */
const EXTENSIONS: Readonly<Record<string, Extension>> = {
  javascript: [shared, javascript(), indentUnit.of('  ')],
  typescript: [shared, javascript({ typescript: true }), indentUnit.of('  ')],
  python: [shared, python(), indentUnit.of('    ')],
}

export type CodeFieldProps = {
  value: string
  onValue: (value: string) => void
  language: string | undefined
  wiring: CodeWiring
  placeholder?: string | undefined
}

export function CodeField({ value, onValue, language, wiring, placeholder }: CodeFieldProps) {
  return (
    <CodeEditor
      value={value}
      onValue={onValue}
      multiline
      extension={EXTENSIONS[language ?? ''] ?? shared}
      wiring={wiring}
      placeholder={placeholder}
      className="max-h-120 overflow-y-auto [&_.cm-content]:min-h-40"
    />
  )
}
