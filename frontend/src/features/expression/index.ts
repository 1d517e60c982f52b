/** What the rest of the app may use of expressions. */
export { renameSteps, type StepReference, stepReferences } from './references'
export { expressionRanges, hasExpression, isExpression, templateParts } from './template'
