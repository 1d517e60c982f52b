/** What the rest of the app may use of approvals. */
export { approvalsQuery, waitingCountQuery } from './approvals-queries'
export { StepApproval } from './step-approval'
