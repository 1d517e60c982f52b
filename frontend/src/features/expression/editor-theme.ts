/** How code fields look: the tokens of the app, no colours of their own. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const theme = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: '"IBM Plex Mono", ui-monospace, monospace', lineHeight: '20px' },
  '.cm-content': { padding: '5px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 10px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { backgroundColor: 'var(--accent-wash)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--line-strong)',
    borderRadius: '2px',
  },
  '.cm-expression': {
    backgroundColor: 'var(--accent-wash)',
    borderRadius: '3px',
    padding: '1px 0',
  },
  '.cm-brace': { color: 'var(--accent)' },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: '8px',
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    boxShadow: 'var(--float)',
    overflow: 'hidden',
    zIndex: '60',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: '"IBM Plex Mono", ui-monospace, monospace',
    fontSize: '12px',
    maxHeight: '220px',
    padding: '4px',
  },
  '.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    padding: '3px 8px !important',
    borderRadius: '4px',
    lineHeight: '18px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--sunken)',
    color: 'var(--ink)',
  },
  '.cm-completionLabel': { flex: '1' },
  '.cm-completionMatchedText': {
    textDecoration: 'none',
    color: 'var(--accent)',
    fontWeight: '500',
  },
  '.cm-completionDetail': {
    fontStyle: 'normal',
    color: 'var(--ink-3)',
    maxWidth: '180px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--failed) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--retrying) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-diagnostic': { fontFamily: '"IBM Plex Sans", sans-serif', padding: '6px 10px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--failed)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--retrying)' },
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--ink)' },
})

const highlight = HighlightStyle.define([
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--succeeded)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--retrying)' },
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--waiting)' },
  { tag: tags.propertyName, color: 'var(--ink)' },
  { tag: [tags.variableName, tags.definition(tags.variableName)], color: 'var(--accent)' },
  { tag: [tags.comment], color: 'var(--ink-3)' },
])

export const codeLook = [theme, syntaxHighlighting(highlight)]
export const codeHighlight = highlight
