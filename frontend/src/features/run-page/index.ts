/** What the builder shows of a run, as the run page does. */
export { ErrorNotice } from './error-notice'
export { failStep, retryStep, type StepAt, skipStep } from './hand/hand-queries'
export { SkipDialog } from './hand/skip-dialog'
export { useAct } from './hand/use-act'
export { StepWait } from './step-wait'
export { TimelineView } from './timeline-view'
export { useTimeline } from './use-timeline'
export { StepValue, Value } from './value-panel'
