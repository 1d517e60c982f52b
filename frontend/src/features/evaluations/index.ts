/** What a run's page needs of evaluations; loaded when somebody asks for it. */
export { AddRunDialog } from './add-run-dialog'
