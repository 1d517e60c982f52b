/** What the rest of the app may use of approvals. */
export { approvalsQuery, waitingCountQuery } from './approvals-queries'
export { RunApprovals } from './run-approvals'
export { StepApproval } from './step-approval'
