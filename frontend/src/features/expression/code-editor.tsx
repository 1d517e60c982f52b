import { completionKeymap, completionStatus } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder as placeholderText } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { cn } from '@/shared/lib/cn'
import { fieldStyle } from '@/shared/ui/input'
import { codeLook } from './editor-theme'

export type Mark = {
  from: number
  to: number
  severity: 'error' | 'warning'
  message: string
}

export type CodeWiring = {
  id?: string | undefined
  'aria-label'?: string | undefined
  'aria-describedby'?: string | undefined
  'aria-invalid'?: true | undefined
  'aria-required'?: true | undefined
}

export type CodeEditorProps = {
  value: string
  onValue: (value: string) => void
  /** Must keep its identity: a new one makes a new editor. */
  extension: Extension
  wiring: CodeWiring
  placeholder?: string | undefined
  /** Enter makes a new line; else it is taken only inside of code. */
  multiline?: boolean
  marks?: readonly Mark[]
  autoFocus?: boolean
  className?: string | undefined
  onView?: ((view: EditorView | null) => void) | undefined
}

/** A text field that knows code. Undo inside it is its own; Tab leaves it. */
export function CodeEditor(props: CodeEditorProps) {
  const { value, extension, marks, className, multiline = false } = props
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const newest = useRef(props)
  useEffect(() => {
    newest.current = props
  })
  useEffect(() => {
    if (!place.current) return
    const made = makeView(place.current, newest, extension)
    view.current = made
    newest.current.onView?.(made)
    return () => {
      newest.current.onView?.(null)
      made.destroy()
      view.current = null
    }
  }, [extension])
  useEffect(() => showValue(view.current, value), [value])
  useEffect(() => {
    if (view.current) wiringOf(view.current, newest.current)
  })
  useEffect(() => showMarks(view.current, marks), [marks])
  return (
    <div
      ref={place}
      className={cn(
        fieldStyle,
        'min-h-8 overflow-hidden p-0 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent',
        props.wiring['aria-invalid'] && 'border-failed',
        multiline && '[&_.cm-content]:min-h-18',
        className,
      )}
    />
  )
}

const wiringSlot = new Compartment()

function makeView(
  parent: HTMLElement,
  newest: { readonly current: CodeEditorProps },
  extension: Extension,
): EditorView {
  const { value, placeholder, autoFocus } = newest.current
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: value,
      extensions: [
        extension,
        history(),
        keymap.of([...completionKeymap, ...historyKeymap, ...ownKeys(newest)]),
        EditorView.lineWrapping,
        codeLook,
        wiringSlot.of([]),
        placeholder ? placeholderText(placeholder) : [],
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((each) => each.isUserEvent('outside')))
            newest.current.onValue(update.state.doc.toString())
        }),
      ],
    }),
  })
  if (autoFocus) {
    view.focus()
    view.dispatch({ selection: { anchor: view.state.doc.length } })
  }
  return view
}

/** CodeMirror's own, without those that the builder needs: Mod+Enter runs the workflow. */
function ownKeys(newest: { readonly current: CodeEditorProps }) {
  const keys = defaultKeymap.filter(({ key }) => key !== 'Mod-Enter' && key !== 'Mod-/')
  const enter = {
    key: 'Enter',
    // Never a new line while a list is open: it was meant for the list.
    run: (view: EditorView) =>
      completionStatus(view.state) === 'active' || (!newest.current.multiline && !isInCode(view)),
  }
  return [enter, ...keys]
}

function isInCode({ state }: EditorView): boolean {
  const before = state.sliceDoc(0, state.selection.main.head)
  return before.lastIndexOf('{{') > before.lastIndexOf('}}')
}

/** What changed elsewhere, as by an undo, comes in without going out again. */
function showValue(view: EditorView | null, value: string) {
  if (!view || view.state.doc.toString() === value) return
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: value },
    userEvent: 'outside',
  })
}

function showMarks(view: EditorView | null, marks: readonly Mark[] = []) {
  if (!view) return
  const { length } = view.state.doc
  const inside: Diagnostic[] = marks.map((mark) => ({
    ...mark,
    from: Math.min(mark.from, length),
    to: Math.min(Math.max(mark.to, mark.from), length),
  }))
  view.dispatch(setDiagnostics(view.state, inside))
}

function wiringOf(view: EditorView, { wiring, multiline = false }: CodeEditorProps) {
  const attributes: Record<string, string> = {
    role: 'textbox',
    'aria-multiline': String(multiline),
  }
  for (const [name, value] of Object.entries(wiring)) {
    if (value !== undefined) attributes[name] = String(value)
  }
  view.dispatch({
    effects: wiringSlot.reconfigure(EditorView.contentAttributes.of(attributes)),
  })
}
