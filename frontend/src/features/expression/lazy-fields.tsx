/** The fields with CodeMirror in them, which is half of the builder's weight: fetched when first shown. */
import { type ComponentProps, lazy, Suspense } from 'react'
import { cn } from '@/shared/lib/cn'
import { fieldStyle } from '@/shared/ui/input'
import type { ExpressionField as Expression } from './expression-field'
import type { JsonField as Json } from './json-field'

const expression = () => import('./expression-field')
const json = () => import('./json-field')

/** Fetch them before they are needed. */
export const loadFields = () => Promise.all([expression(), json()])

const LazyExpression = lazy(async () => ({ default: (await expression()).ExpressionField }))
const LazyJson = lazy(async () => ({ default: (await json()).JsonField }))

/** Text with expressions, or one bare expression. */
export function ExpressionField(props: ComponentProps<typeof Expression>) {
  return (
    <Suspense fallback={<Text text={props.value} multiline={props.multiline ?? false} />}>
      <LazyExpression {...props} />
    </Suspense>
  )
}

/** Any JSON value as text. */
export function JsonField(props: ComponentProps<typeof Json>) {
  return (
    <Suspense fallback={<Text text={JSON.stringify(props.value, null, 2) ?? ''} multiline />}>
      <LazyJson {...props} />
    </Suspense>
  )
}

/** Takes the same room, so that nothing jumps. */
function Text({ text, multiline }: { text: string; multiline: boolean }) {
  return (
    <div
      aria-busy
      className={cn(
        fieldStyle,
        'min-h-8 whitespace-pre-wrap break-words px-2.5 py-1.5 font-mono text-xs',
        multiline && 'min-h-18',
      )}
    >
      {text}
    </div>
  )
}
