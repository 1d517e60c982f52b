/** What to do about an error of a run, by its type. */
import type { ErrorRead } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'

export const ADVICE: Readonly<Record<string, PlainText>> = {
  node_failed: 'Trying again gives the same answer: mend the node’s settings or what it was given.',
  node_unavailable:
    'The other side did not answer in time on every attempt. See whether it is up, then run again, or give the node more attempts.',
  expression_error:
    'Correct the expression, or write ?. and ?? where a value may be absent. A held step takes it at once; else publish, and retry the run.',
  expression_limit_error:
    'The expression is too expensive: work on less data at once, or move the work into a step of its own.',
  node_crashed:
    'The node has a bug: look into the worker’s log, and report it with the code below.',
  attempt_lost: 'The worker went away during the attempt. Run again; its log may say why.',
  no_worker:
    'No worker that can go on with this run is there: start one. Under Runs, Health shows which queue nobody works on.',
  circuit_open:
    'It fails for everybody and is left alone for a while. Under Runs, Health shows what is left alone, and lets you end that once it is repaired.',
  run_lost: 'Temporal no longer knows this run. Run it again.',
  host_refused: 'Use an address that is open to nodes, or have this one allowed.',
  timeout:
    'The step took longer than its timeout: raise it in the node’s settings, or make the step faster.',
  terminated: 'Somebody ended the run at once. Run it again when you are ready.',
  cancelled: 'Somebody cancelled the run. Run it again when you are ready.',
  too_large: 'Pass less data: keep only what later steps read.',
  budget_spent:
    'The budget for models is used up: raise it under Models, Budgets, or wait until it begins anew, then run again.',
  rate_exceeded:
    'More was asked of it than its rate allows, on every attempt: run again later, raise the rate, or give the node more attempts.',
  run_timed_out:
    'The run took longer than the workflow allows: raise the limit in the list of workflows, under Limits, or see in the timeline which step is slow.',
  items_failed:
    'Some items of the loop failed: open it to see which and why. Retrying the run tries only these again; the loop may also skip or collect them.',
  too_many_iterations:
    'The loop never met its condition: look at its last rounds, correct the condition, or allow more rounds.',
  too_deep:
    'Workflows run each other too deeply: see whether one runs itself without an end, or do the same in a loop.',
  activity_failed:
    'The worker could not carry out the attempt: its log may say why. See that all workers have the same version, then run again.',
  bug: 'The fault is in Noria, not in your workflow: report it with the message. Another way to draw the step may work meanwhile.',
  run_failed:
    'Another run on which this step waits failed: open it from this step, mend it there, then run again.',
  failed_by_hand:
    'Somebody let the step fail; the audit of the run says who. Retry the run when it may go on.',
  parked:
    'No worker that is there can read this run: start one of the version that began it. It goes on by itself then.',
  run_ended: 'The run ended before this step did: see what ended the run.',
  worker_stopped: 'The worker was stopped during the attempt. Run again: another one takes it.',
  step_paused: 'The step was paused during the attempt. Resume it, or run again.',
  plan_unreadable:
    'This version of Noria can’t read what the run follows: publish the workflow anew, and run that.',
}

/** One sentence; empty when there is nothing to say beyond the message. */
export function errorAdvice(error: ErrorRead): string {
  const known = ADVICE[error.type]
  if (known) return t(known)
  return error.retryable ? t('It may go away by itself: run again.') : ''
}
