/** Text with `{{ … }}` in it, cut into parts by the server's rule. No editor, no React. */
// Not by way of CodeMirror, which brings an editor along.
import { parser } from '@lezer/javascript'

export type TemplatePart =
  | { kind: 'text'; from: number; to: number }
  | {
      kind: 'expression'
      /** Of the braces. */
      from: number
      to: number
      /** Of the code between them. */
      bodyFrom: number
      bodyTo: number
      /** False: the closing braces are missing. */
      closed: boolean
    }

const OPEN = '{{'
const CLOSE = '}}'

/** The parts of a template, in order and without gaps. */
export function templateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf(OPEN, at)
    if (open < 0) break
    if (open > at) parts.push({ kind: 'text', from: at, to: open })
    const part = expressionAt(text, open)
    parts.push(part)
    at = part.to
  }
  if (at < text.length) parts.push({ kind: 'text', from: at, to: text.length })
  return parts
}

/** `}}` may belong to the code: the expression ends at the first that leaves code which parses. */
function expressionAt(text: string, open: number): TemplatePart & { kind: 'expression' } {
  const bodyFrom = open + OPEN.length
  const first = text.indexOf(CLOSE, bodyFrom)
  if (first < 0) {
    const to = text.length
    return { kind: 'expression', from: open, to, bodyFrom, bodyTo: to, closed: false }
  }
  let end = first
  while (end >= 0 && !isExpression(text.slice(bodyFrom, end))) end = text.indexOf(CLOSE, end + 1)
  const bodyTo = end < 0 ? first : end
  return {
    kind: 'expression',
    from: open,
    to: bodyTo + CLOSE.length,
    bodyFrom,
    bodyTo,
    closed: true,
  }
}

/** A hint only: the server parses with the engine itself. */
export function isExpression(code: string): boolean {
  if (code.trim() === '') return false
  let valid = true
  parser.parse(`(${code}\n)`).iterate({
    enter: (node) => {
      if (node.type.isError) valid = false
      return valid
    },
  })
  return valid
}

export type ExpressionRange = { from: number; to: number }

/** Where there is code: all of a bare expression, else between the braces. */
export function expressionRanges(text: string, bare: boolean): ExpressionRange[] {
  if (bare) return [{ from: 0, to: text.length }]
  return templateParts(text).flatMap((part) =>
    part.kind === 'expression' ? [{ from: part.bodyFrom, to: part.bodyTo }] : [],
  )
}
