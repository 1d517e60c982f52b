/** Which steps an expression reads, and the same expression with a step renamed. */
import { parser } from '@lezer/javascript'
import { expressionRanges } from './template'

type SyntaxNode = ReturnType<ReturnType<typeof parser.parse>['resolve']>

export type StepReference = {
  node_id: string
  /** Of the id alone, in the whole text. */
  from: number
  to: number
  /** Written as `steps["id"]`. */
  quoted: boolean
}

/** Steps read as `steps.<id>` or `steps["id"]`, found by parsing: text in quotes is left alone. */
export function stepReferences(text: string, bare: boolean): StepReference[] {
  if (!text.includes('steps')) return []
  return expressionRanges(text, bare).flatMap(({ from, to }) =>
    readCode(text.slice(from, to), from),
  )
}

function readCode(code: string, offset: number): StepReference[] {
  const found: StepReference[] = []
  // The parentheses make `{…}` an object rather than a block of statements.
  const wrapped = `(${code}\n)`
  parser.parse(wrapped).iterate({
    enter: ({ name, node }) => {
      const reference = name === 'MemberExpression' ? referenceAt(node, wrapped) : null
      if (!reference) return
      const { from, to } = reference
      found.push({ ...reference, from: from + offset - 1, to: to + offset - 1 })
    },
  })
  return found
}

/** The step that `steps.<id>` names; null for any other member. */
function referenceAt(node: SyntaxNode, code: string): StepReference | null {
  const owner = node.firstChild
  if (owner?.name !== 'VariableName' || code.slice(owner.from, owner.to) !== 'steps') return null
  const last = node.lastChild
  const member = last?.name === ']' ? last.prevSibling : last
  if (member?.name !== 'PropertyName' && member?.name !== 'String') return null
  const quoted = member.name === 'String'
  const from = member.from + (quoted ? 1 : 0)
  const to = member.to - (quoted ? 1 : 0)
  return { node_id: code.slice(from, to), from, to, quoted }
}

/** The text with its references to steps spelt anew; ids that are not in `newIds` stay. */
export function renameSteps(
  text: string,
  bare: boolean,
  newIds: ReadonlyMap<string, string>,
): string {
  return stepReferences(text, bare).reduceRight((result, reference) => {
    const newId = newIds.get(reference.node_id)
    if (newId === undefined) return result
    return result.slice(0, reference.from) + newId + result.slice(reference.to)
  }, text)
}
