/** The audit trail of a run, in words. */
import type { AuditRead } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'

export const ACTIONS: Readonly<Record<string, PlainText>> = {
  'run.start': 'started the run',
  'run.pause': 'paused the run',
  'run.resume': 'resumed the run',
  'run.step': 'started one step',
  'run.break': 'set the breakpoints',
  'run.cancel': 'cancelled the run',
  'run.fail': 'ended the run as failed',
  'run.terminate': 'terminated the run',
  'run.retry': 'retried the run',
  'run.fork': 'forked the run',
  'run.replay': 'replayed a round of an agent',
  'run.retry_step': 'tried a step again',
  'run.skip_step': 'skipped a step',
  'run.fail_step': 'failed a step',
  'run.change_policy': 'changed the retries of a step',
}

/** Who did what, as one reads it: `Ada tried a step again`. */
export function actWords({ account, action, result }: AuditRead): string {
  const who = account?.name || account?.email || 'Noria'
  const known = ACTIONS[action]
  const what = known ? t(known) : action
  if (result === 'done') return `${who} ${what}`
  const why = result === 'refused' ? t('refused') : t('not known to be done')
  return `${who} ${what}: ${why}`
}

/** The run that came of it, as of a retry. */
export function newRunOf({ details }: AuditRead): string | null {
  const id = details.new_run_id
  return typeof id === 'string' ? id : null
}
