/** What the rest of the app may use of workflows. */
export { LimitsDialog } from './limits-dialog'
export { WorkflowField } from './workflow-field'
export { WorkflowFilter } from './workflow-filter'
export { workflowsKey, workflowsQuery } from './workflows-queries'
