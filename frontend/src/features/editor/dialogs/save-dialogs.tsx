import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { useEditor } from '../editor-context'

const ConflictDialog = lazy(async () => ({
  default: (await import('./conflict-dialog')).ConflictDialog,
}))

/** Questions that saving asks: whose draft, and whether so much is meant to go. */
export function SaveDialogs() {
  const editor = useEditor()
  const state = useStore(editor.autosave.state)
  if (state.kind === 'conflict') {
    return (
      <Suspense>
        <ConflictDialog base={editor.autosave.base} theirs={state.theirs} />
      </Suspense>
    )
  }
  if (state.kind !== 'shrinks') return null
  return (
    <ConfirmDialog
      open
      danger
      title="Save without most of the steps?"
      action="Save anyway"
      keep="Undo"
      onOpenChange={(open) => {
        if (!open && editor.autosave.state.getState().kind === 'shrinks') editor.undo()
      }}
      onConfirm={() => editor.autosave.confirmShrinking()}
    >
      More than half of the steps are gone. What you had can be undone as long as this page is open.
    </ConfirmDialog>
  )
}
