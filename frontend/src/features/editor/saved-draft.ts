/** What the server does with the draft is done with what is on the screen, or not at all. */
import { ApiError } from '@/shared/api/error'
import { t } from '@/shared/i18n/texts'
import type { Autosave } from './autosave'

/**
 * The revision that holds all of the draft, saved first where it is not.
 *
 * @throws ApiError: why it is not saved; nothing was asked of the server then.
 */
export async function savedRevision(autosave: Autosave): Promise<number> {
  await autosave.flush()
  // Changed while it was sent.
  if (autosave.state.getState().kind === 'unsaved') await autosave.flush()
  const state = autosave.state.getState()
  if (state.kind === 'refused') throw state.error
  if (state.kind === 'saved' && !autosave.isDirty) return autosave.revision
  throw new ApiError({
    status: 0,
    code: 'draft_not_saved',
    title: t('The draft is not saved'),
    detail:
      state.kind === 'offline'
        ? t('Noria does not answer. It is saved as soon as it does.')
        : t('Answer first what is asked about it.'),
  })
}

/** Ask whose draft is kept, where the error says that somebody else saved in between; else false. */
export function askWhose(error: unknown, autosave: Autosave): boolean {
  if (!(error instanceof ApiError) || error.status !== 409 || !error.body.theirs) return false
  autosave.overtaken(error)
  return true
}

/** What is to be said where it failed; null: another dialog asks about it, and stands over. */
export function leftToSay(error: unknown, autosave: Autosave): unknown {
  if (askWhose(error, autosave)) return null
  const { kind } = autosave.state.getState()
  return kind === 'conflict' || kind === 'shrinks' ? null : error
}
