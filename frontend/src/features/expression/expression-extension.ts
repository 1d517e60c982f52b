/** The one CodeMirror extension of every expression field: colours, completion, braces. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  startCompletion,
} from '@codemirror/autocomplete'
import { javascriptLanguage } from '@codemirror/lang-javascript'
import { bracketMatching } from '@codemirror/language'
import { type Extension, Facet, Prec, type Range } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'
import { highlightTree } from '@lezer/highlight'
import { PATH_MIME } from '@/shared/lib/path-drag'
import { type Suggestion, suggestionsAt } from './completion'
import { codeHighlight } from './editor-theme'
import { rememberCaret } from './last-caret'
import type { ScopeEntry } from './scope'
import { templateParts } from './template'

export type ExpressionOptions = {
  /** The whole text is code, without braces. */
  bare: boolean
  /** Asked at each completion: the last run may have brought new data. */
  scopeRoot: () => ScopeEntry
}

const bareFacet = Facet.define<boolean, boolean>({ combine: (values) => values[0] ?? false })

export function expressionExtension({ bare, scopeRoot }: ExpressionOptions): Extension {
  return [
    bareFacet.of(bare),
    colours,
    bracketMatching(),
    closeBrackets(),
    autocompletion({
      override: [(context) => complete(context, bare, scopeRoot())],
      icons: false,
      activateOnTypingDelay: 60,
      // People who know what comes press Enter at once.
      interactionDelay: 30,
    }),
    bare ? [] : Prec.high([openBraces, typeOver]),
    dropPaths,
    caret,
  ]
}

/** `{{` becomes `{{ | }}` and asks what may be read. */
const openBraces = EditorView.inputHandler.of((view, from, to, text) => {
  const { doc } = view.state
  const closesItself = text === '{' && from > 0 && doc.sliceString(from - 1, from) === '{'
  if (!closesItself || isInside(doc.toString(), from)) return false
  // The first brace has brought its partner along.
  const end = doc.sliceString(to, to + 1) === '}' ? to + 1 : to
  view.dispatch({
    changes: { from, to: end, insert: '{  }}' },
    selection: { anchor: from + 2 },
    userEvent: 'input.type',
  })
  startCompletion(view)
  return true
})

/** What is typed although it is there already: the space after `{{ `, the braces before ` }}`. */
const typeOver = EditorView.inputHandler.of((view, from, to, text) => {
  if (from !== to) return false
  const skip = skipped(view.state.doc.toString(), from, text)
  if (skip === null) return false
  view.dispatch({ selection: { anchor: from + skip }, userEvent: 'input.type' })
  return true
})

/** How far the cursor moves instead; null when the text is really to be typed. */
export function skipped(doc: string, at: number, typed: string): number | null {
  const [before, after] = [doc.slice(0, at), doc.slice(at)]
  if (typed === ' ') return before.endsWith('{{ ') && after.startsWith(' }}') ? 0 : null
  if (typed !== '}') return null
  if (before.endsWith('}') && after.startsWith('}') && !after.startsWith('}}')) return 1
  const body = before.slice(before.lastIndexOf('{{') + 2)
  const isBalanced = body.split('{').length === body.split('}').length
  const closing = /^\s*\}\}/.exec(after)?.[0]
  return closing && isBalanced && isInside(doc, at) ? closing.length - 1 : null
}

function isInside(text: string, at: number): boolean {
  return templateParts(text).some(
    (part) => part.kind === 'expression' && part.bodyFrom <= at - 1 && at <= part.bodyTo,
  )
}

const dropPaths = EditorView.domEventHandlers({
  drop(event, view) {
    const path = event.dataTransfer?.getData(PATH_MIME)
    if (!path) return false
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.doc.length
    insertPath(view, path, at)
    event.preventDefault()
    return true
  },
})

/** The expression in which the caret was last takes what is picked in the data beside it. */
const caret = ViewPlugin.define((view) => {
  let forget = () => {}
  const remember = () => {
    forget = rememberCaret((path) => insertPath(view, path))
  }
  view.contentDOM.addEventListener('focus', remember)
  return {
    destroy() {
      view.contentDOM.removeEventListener('focus', remember)
      forget()
    },
  }
})

/** Put a path where the cursor is, in braces of its own where there are none. */
export function insertPath(view: EditorView, path: string, at = view.state.selection.main.head) {
  const isCode = view.state.facet(bareFacet) || isInside(view.state.doc.toString(), at)
  const insert = isCode ? path : `{{ ${path} }}`
  view.dispatch({ changes: { from: at, insert }, selection: { anchor: at + insert.length } })
  view.focus()
}

function complete(
  context: CompletionContext,
  bare: boolean,
  root: ScopeEntry,
): CompletionResult | null {
  const found = suggestionsAt(context.state.doc.toString(), context.pos, bare, root)
  if (!found || found.suggestions.length === 0) return null
  const typedNothing = found.from === context.pos
  const afterDot = context.matchBefore(/[.\w$]$/) !== null
  const inEmptyBraces = context.matchBefore(/\{\{\s*$/) !== null
  if (typedNothing && !context.explicit && !afterDot && !inEmptyBraces) return null
  return {
    from: found.from,
    options: found.suggestions.map((each, index) => asCompletion(each, index)),
    validFor: /^[\w$]*$/,
  }
}

const BOOSTS = { name: 20, method: 0, global: -20 } as const

function asCompletion({ label, insert, detail, kind }: Suggestion, index: number): Completion {
  return {
    label,
    detail,
    // In the order of the data, which people know, rather than of the alphabet.
    boost: BOOSTS[kind] - index / 1_000,
    apply: (view, _completion, from, to) => applySuggestion(view, insert, from, to),
  }
}

function applySuggestion(view: EditorView, insert: string, from: number, to: number) {
  const replacesDot = insert.startsWith('\b')
  const start = replacesDot ? from - 1 : from
  const text = replacesDot ? insert.slice(1) : insert
  const cursor = start + (text.endsWith('()') ? text.length - 1 : text.length)
  view.dispatch({
    changes: { from: start, to, insert: text },
    selection: { anchor: cursor },
    userEvent: 'input.complete',
  })
}

const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet
    constructor(view: EditorView) {
      this.decorations = decorate(view)
    }
    update(update: ViewUpdate) {
      if (update.docChanged) this.decorations = decorate(update.view)
    }
  },
  { decorations: (plugin) => plugin.decorations },
)

function decorate(view: EditorView): DecorationSet {
  const text = view.state.doc.toString()
  const ranges: Range<Decoration>[] = []
  const mark = (from: number, to: number, className: string) => {
    if (to > from) ranges.push(Decoration.mark({ class: className }).range(from, to))
  }
  const code = (from: number, to: number) => {
    const tree = javascriptLanguage.parser.parse(`(${text.slice(from, to)}\n)`)
    highlightTree(tree, codeHighlight, (start, end, classes) =>
      mark(Math.max(from, from + start - 1), Math.min(to, from + end - 1), classes),
    )
  }
  if (view.state.facet(bareFacet)) code(0, text.length)
  else {
    for (const part of templateParts(text)) {
      if (part.kind === 'text') continue
      mark(part.from, part.to, 'cm-expression')
      mark(part.from, part.bodyFrom, 'cm-brace')
      mark(part.bodyTo, part.to, 'cm-brace')
      code(part.bodyFrom, part.bodyTo)
    }
  }
  return Decoration.set(ranges, true)
}
