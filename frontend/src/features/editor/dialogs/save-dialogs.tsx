import { useMemo } from 'react'
import { useStore } from 'zustand'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { Dialog } from '@/shared/ui/dialog'
import type { Theirs } from '../autosave'
import { diffGraphs } from '../document/diff'
import { useEditor, useEditorState } from '../editor-context'
import { replaceGraph } from '../store'
import { DiffList } from './diff-list'

/** Questions that saving asks: whose draft, and whether so much is meant to go. */
export function SaveDialogs() {
  const editor = useEditor()
  const state = useStore(editor.autosave.state)
  if (state.kind === 'conflict') return <ConflictDialog theirs={state.theirs} />
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

/** Nothing is lost: what is not chosen stays in the history, one undo away. */
function ConflictDialog({ theirs }: { theirs: Theirs }) {
  const editor = useEditor()
  const graph = useEditorState((state) => state.graph)
  const diff = useMemo(() => diffGraphs(theirs.graph, graph), [theirs, graph])
  const takeTheirs = () => {
    editor.autosave.takeTheirs()
    replaceGraph(editor.store, theirs.graph, 'Take the other draft')
  }
  return (
    <Dialog
      open
      size="md"
      onOpenChange={() => {}}
      title="Somebody else has saved this draft"
      description="You and they started from the same draft. Yours differs from theirs in this:"
      footer={
        <>
          <Button onClick={takeTheirs}>Take theirs</Button>
          <Button variant="primary" onClick={() => editor.autosave.keepMine(editor.graph)}>
            Keep mine
          </Button>
        </>
      }
    >
      <DiffList diff={diff} before={theirs.graph} after={graph} />
      <p className="mt-2 text-ink-3 text-xs">
        If you take theirs, yours stays in the history: one undo brings it back.
      </p>
    </Dialog>
  )
}
