/** A program of the author's own: colours and indentation of its language, and lines that have numbers. */
import { autocompletion, closeBrackets } from '@codemirror/autocomplete'
import { javascript } from '@codemirror/lang-javascript'
import { python } from '@codemirror/lang-python'
import { bracketMatching, indentUnit } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { CodeEditor, type CodeWiring } from './code-editor'
import { Roomy } from './roomy'

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
  /** What the field is called: in the large editor's title. */
  label: string
  language: string | undefined
  wiring: CodeWiring
  placeholder?: string | undefined
}

export function CodeField(props: CodeFieldProps) {
  const { value, onValue, label, language, wiring, placeholder } = props
  return (
    <Roomy label={label}>
      {(isLarge) => (
        <CodeEditor
          value={value}
          onValue={onValue}
          multiline
          extension={EXTENSIONS[language ?? ''] ?? shared}
          wiring={isLarge ? { 'aria-label': label } : wiring}
          placeholder={placeholder}
          autoFocus={isLarge}
          className={
            isLarge
              ? '[&_.cm-content]:min-h-[50vh]'
              : 'max-h-120 overflow-y-auto pr-7 [&_.cm-content]:min-h-40'
          }
        />
      )}
    </Roomy>
  )
}
