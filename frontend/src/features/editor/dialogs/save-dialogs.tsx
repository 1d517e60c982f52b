import { useStore } from 'zustand'
import { t } from '@/shared/i18n/texts'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { fetched } from '@/shared/ui/fetched'
import { useEditor } from '../editor-context'

export const ConflictDialog = fetched(
  async () => (await import('./conflict-dialog')).ConflictDialog,
)

/** Questions that saving asks: whose draft, and whether so much is meant to go. */
export function SaveDialogs() {
  const editor = useEditor()
  const state = useStore(editor.autosave.state)
  if (state.kind === 'conflict') {
    return <ConflictDialog base={editor.autosave.base} theirs={state.theirs} />
  }
  if (state.kind !== 'shrinks') return null
  return (
    <ConfirmDialog
      open
      danger
      title={t('Save without most of the steps?')}
      action={t('Save anyway')}
      keep={t('Undo')}
      onOpenChange={(open) => {
        if (!open && editor.autosave.state.getState().kind === 'shrinks') editor.undo()
      }}
      onConfirm={() => editor.autosave.confirmShrinking()}
    >
      {t(
        'More than half of the steps are gone. What you had can be undone as long as this page is open.',
      )}
    </ConfirmDialog>
  )
}
