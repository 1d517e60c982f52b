/** What an expression reads of its run: the input, variables, and outputs of steps, each with its place in the text. */
import { parser } from '@lezer/javascript'
import { expressionRanges } from './template'

type SyntaxNode = ReturnType<ReturnType<typeof parser.parse>['resolve']>

export type Root = 'steps' | 'trigger' | 'vars'

export type RootReference = {
  root: Root
  /** Where its name begins. */
  from: number
  /** Of `steps`: the one that is named; null: all of them, or one that is worked out. */
  node_id: string | null
  /** Where `steps.<id>.output` ends; null: anything else is read. */
  outputTo: number | null
}

const ROOTS: ReadonlySet<string> = new Set<Root>(['steps', 'trigger', 'vars'])

/** In their order. */
export function rootReferences(text: string, bare: boolean): RootReference[] {
  return expressionRanges(text, bare).flatMap(({ from, to }) =>
    readCode(text.slice(from, to), from),
  )
}

function readCode(code: string, offset: number): RootReference[] {
  const found: RootReference[] = []
  // The parentheses make `{…}` an object rather than a block of statements.
  const wrapped = `(${code}\n)`
  const moved = (at: number) => at + offset - 1
  parser.parse(wrapped).iterate({
    enter: ({ name, node, from, to }) => {
      const root = wrapped.slice(from, to)
      if (name !== 'VariableName' || !ROOTS.has(root)) return
      const step = root === 'steps' ? memberOf(node, wrapped) : null
      const output = step && memberOf(step.whole, wrapped)
      found.push({
        root: root as Root,
        from: moved(from),
        node_id: step?.name ?? null,
        outputTo: output?.name === 'output' ? moved(output.whole.to) : null,
      })
    },
  })
  return found
}

/** The member that is read of an object, and the whole that reads it. */
function memberOf(object: SyntaxNode, code: string): { name: string; whole: SyntaxNode } | null {
  const whole = object.parent
  if (whole?.name !== 'MemberExpression' || whole.firstChild?.from !== object.from) return null
  const last = whole.lastChild
  const member = last?.name === ']' ? last.prevSibling : last
  if (member?.name === 'PropertyName') return { name: code.slice(member.from, member.to), whole }
  if (member?.name === 'String') return { name: code.slice(member.from + 1, member.to - 1), whole }
  return null
}
