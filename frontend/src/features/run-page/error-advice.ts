/** What to do about an error of a run, by its type. */
import type { ErrorRead } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'

const ADVICE: Readonly<Record<string, PlainText>> = {
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
}

/** One sentence; empty when there is nothing to say beyond the message. */
export function errorAdvice(error: ErrorRead): string {
  const known = ADVICE[error.type]
  if (known) return t(known)
  return error.retryable ? t('It may go away by itself: run again.') : ''
}
