/** The copilot as other features need it: its model is chosen, and a failed run explained. */
export { ExplainButton, type ShowProposal } from './explain-button'
export { ModelChoice, useModelChoice } from './model-choice'
