/** Live facts of one run, for the run page and for the builder's canvas. */
export {
  addEvents,
  attemptsMade,
  DEFAULT_MAX_ATTEMPTS,
  emptyRunState,
  type HeldItem,
  isFinalRun,
  type LiveAttempt,
  type LiveStep,
  maxAttempts,
  nodeStatus,
  type RunState,
  stepKey,
  stepStatus,
} from './run-state'
export {
  followRun,
  newRunStore,
  type RunStore,
  useNodeStatus,
  useNodeStep,
  useRunEvents,
  useRunState,
} from './use-run-events'
