/**
 * The fields with CodeMirror in them, which is half of the builder's weight: fetched when first shown.
 *
 * Once they are there they are shown at once, without a moment of something else: a person is typing,
 * and what they type must not go to the page's shortcuts.
 */
import { type ComponentProps, type ComponentType, lazy, Suspense, useEffect, useState } from 'react'
import { Textarea } from '@/shared/ui/input'
import type { CodeWiring } from './code-editor'
import type { CodeField as Code, CodeFieldProps } from './code-field'
import type { ExpressionField as Expression } from './expression-field'
import type { JsonField as Json } from './json-field'

type ExpressionProps = ComponentProps<typeof Expression>
type JsonProps = ComponentProps<typeof Json>

const there: {
  Expression: ComponentType<ExpressionProps> | null
  Json: ComponentType<JsonProps> | null
  Code: ComponentType<CodeFieldProps> | null
} = { Expression: null, Json: null, Code: null }

async function expression() {
  const { ExpressionField: Field } = await import('./expression-field')
  there.Expression = Field
  return { default: (props: ExpressionProps) => <Field {...props} autoFocus={useCaret(props)} /> }
}

async function json() {
  const { JsonField: Field } = await import('./json-field')
  there.Json = Field
  return { default: Field }
}

async function code(): Promise<{ default: typeof Code }> {
  const { CodeField: Field } = await import('./code-field')
  there.Code = Field
  return { default: Field }
}

/** Fetch them before they are needed. */
export const loadFields = () => Promise.all([expression(), json()])

const LazyExpression = lazy(expression)
const LazyJson = lazy(json)
const LazyCode = lazy(code)

/** Text with expressions, or one bare expression. */
export function ExpressionField(props: ExpressionProps) {
  // Chosen once: another component in its place would take the caret away.
  const [Loaded] = useState(() => there.Expression)
  if (Loaded) return <Loaded {...props} />
  const { value, onValue, wiring, autoFocus = false } = props
  return (
    <Suspense fallback={<PlainText {...{ value, onValue, wiring, autoFocus }} />}>
      <LazyExpression {...props} />
    </Suspense>
  )
}

/** Any JSON value as text. */
export function JsonField(props: JsonProps) {
  const [Loaded] = useState(() => there.Json)
  if (Loaded) return <Loaded {...props} />
  const text = JSON.stringify(props.value, null, 2) ?? ''
  return (
    <Suspense fallback={<PlainText value={text} wiring={props.wiring} autoFocus={false} />}>
      <LazyJson {...props} />
    </Suspense>
  )
}

/** A program. Few steps have one, so it is fetched when one is opened. */
export function CodeField(props: CodeFieldProps) {
  const [Loaded] = useState(() => there.Code)
  if (Loaded) return <Loaded {...props} />
  const { value, onValue, wiring } = props
  return (
    <Suspense fallback={<PlainText {...{ value, onValue, wiring }} autoFocus={false} />}>
      <LazyCode {...props} />
    </Suspense>
  )
}

type PlainTextProps = {
  value: string
  /** Without it, it can only be read. */
  onValue?: (value: string) => void
  wiring: CodeWiring
  autoFocus: boolean
}

/** The plain field that has the caret: the editor that takes its place takes the caret too. */
let focused: string | undefined

function useCaret({ wiring, autoFocus = false }: ExpressionProps): boolean {
  const [taken] = useState(() => wiring.id !== undefined && focused === wiring.id)
  useEffect(() => {
    focused = undefined
  }, [])
  return autoFocus || taken
}

/** Until the editor has come: takes what is typed meanwhile. */
function PlainText({ value, onValue, wiring, autoFocus }: PlainTextProps) {
  return (
    <Textarea
      {...wiring}
      ref={(field) => {
        if (field && autoFocus) field.setSelectionRange(field.value.length, field.value.length)
      }}
      autoFocus={autoFocus}
      aria-busy
      onFocus={() => {
        focused = wiring.id
      }}
      onBlur={() => {
        focused = undefined
      }}
      readOnly={!onValue}
      value={value}
      onChange={(event) => onValue?.(event.target.value)}
      className="font-mono text-xs"
    />
  )
}
