/** What the rest of the app may use of workflows. */
export { workflowsKey, workflowsQuery } from './workflows-queries'
