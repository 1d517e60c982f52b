/** Reads source code for its texts: for the tests of this folder. */
import ts from 'typescript'

const parse = (code: string) =>
  ts.createSourceFile('code.tsx', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)

/** Every string of the code: one of them may be a key, in a call or in a table. */
export function keysIn(code: string): string[] {
  return [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|^\s*(\w+):/gm)].map(
    ([, single, double]) => (single ?? double ?? '').replaceAll("\\'", "'"),
  )
}

const SHOWN =
  /^(label|title|placeholder|hint|description|heading|alt|aria-(?:label|description)|action|keep|error)$/

/** Texts for people that stand in the code without being keys of the catalogue. */
export function literalsIn(code: string, catalogue: Readonly<Record<string, unknown>>): string[] {
  const found: string[] = []
  const visit = (node: ts.Node) => {
    const text = shownText(node)
    if (text !== null && !(text in catalogue) && !saidByCall(node)) found.push(text)
    ts.forEachChild(node, visit)
  }
  visit(parse(code))
  return found
}

/** What a node shows to people; null: nothing, as far as its place tells. */
function shownText(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return readable(node.text)
  if (ts.isTemplateExpression(node)) return isShown(node) ? readable(wordsOf(node)) : null
  if (!ts.isStringLiteralLike(node)) return null
  if (!isShown(node)) return null
  // Names in code and classes begin small, texts for people don't.
  return isSaid(ownerOf(node)) || /^\P{L}*\p{Lu}/u.test(node.text) ? readable(node.text) : null
}

/** Whatever is in these is for people, however it begins. */
const isSaid = (owner: ts.Node) =>
  ts.isJsxElement(owner) ||
  (ts.isJsxAttribute(owner) && /^(aria-)?label$/.test(owner.name.getText()))

/** What a text with values says by itself. */
const wordsOf = ({ head, templateSpans }: ts.TemplateExpression) =>
  [head.text, ...templateSpans.map(({ literal }) => literal.text)].join('…')

const readable = (text: string) =>
  /\p{L}{2}/u.test(text) ? text.replace(/\s+/g, ' ').trim() : null

/** A child of an element, a part of a page's attribute or property with a telling name, or a notice. */
function isShown(literal: ts.Node): boolean {
  const owner = ownerOf(literal)
  if (ts.isCallExpression(owner)) return /^notify/.test(owner.expression.getText())
  if (ts.isJsxElement(owner) || ts.isJsxFragment(owner)) return true
  if (ts.isJsxAttribute(owner) || ts.isPropertyAssignment(owner))
    return SHOWN.test(owner.name.getText())
  return false
}

/** What the literal is the value of, past braces and conditions. */
function ownerOf(literal: ts.Node): ts.Node {
  let [node, owner]: [ts.Node, ts.Node] = [literal, literal.parent]
  while (
    ts.isJsxExpression(owner) ||
    ts.isParenthesizedExpression(owner) ||
    (ts.isConditionalExpression(owner) && owner.condition !== node)
  ) {
    ;[node, owner] = [owner, owner.parent]
  }
  return owner
}

const saidByCall = (node: ts.Node) =>
  ts.isCallExpression(node.parent) && /^(t|rich|plural)$/.test(node.parent.expression.getText())
