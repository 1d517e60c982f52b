/** What the builder shows of a run, as the run page does. */
export { ErrorNotice } from './error-notice'
export { TimelineView } from './timeline-view'
export { useTimeline } from './use-timeline'
export { StepValue, Value } from './value-panel'
