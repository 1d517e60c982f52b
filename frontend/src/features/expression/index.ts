/** What the rest of the app may use of expressions. */
export type { CodeWiring } from './code-editor'
export { ExpressionField } from './expression-field'
export { JsonField } from './json-field'
export type { ExpressionFault } from './preview'
export { renameSteps, type StepReference, stepReferences } from './references'
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
export { ScopeTree, startDrag } from './scope-tree'
export { expressionRanges, hasExpression, isExpression, templateParts } from './template'
