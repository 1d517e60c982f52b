/** What the rest of the app may use of expressions. */
export type { CodeWiring } from './code-editor'
export { hasExpression } from './has-expression'
export { insertAtLastCaret } from './last-caret'
export { CodeField, ExpressionField, JsonField, loadFields } from './lazy-fields'
export type { ExpressionFault } from './preview'
export { renameSteps, type StepReference, stepReferences } from './references'
export { Roomy } from './roomy'
export { type RootReference, rootReferences } from './root-references'
export {
  type ExpressionScope,
  entryOfSchema,
  entryOfValue,
  type LoopData,
  memberText,
  mergeEntries,
  type ScopeData,
  type ScopeEntry,
} from './scope'
export { ScopeTree } from './scope-tree'
export { moveUnparsed, type Unparsed, UnparsedTexts } from './unparsed'
