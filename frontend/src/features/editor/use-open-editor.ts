import { useEffect, useState } from 'react'
import type { WorkflowRead } from '@/shared/api/types'
import { saveDraft, theirsOf } from './api'
import { Autosave } from './autosave'
import type { NodeCatalog } from './document/catalog'
import { storedCollapsed } from './document/folded'
import type { EditedGraph } from './document/graph'
import { storedTrial, storeTrial } from './document/trial'
import { Editor } from './editor'
import { type LeftEditors, useLeftEditors } from './left-editors'
import { createEditorStore, setProblems, soleNode } from './store'

/** An editor for the life of the page: loaded once, saved from its first change on. The graph is the draft, in places. */
export function useOpenEditor(
  workflow: WorkflowRead,
  graph: EditedGraph,
  catalog: NodeCatalog,
): Editor {
  const left = useLeftEditors()
  const [editor] = useState(() => left.newerThan(workflow) ?? openEditor(workflow, graph, catalog))
  useEffect(() => saveChanges(editor), [editor])
  useEffect(() => saveOnLeaving(editor, left), [editor, left])
  useEffect(() => beThere(editor), [editor])
  return editor
}

function openEditor(workflow: WorkflowRead, graph: EditedGraph, catalog: NodeCatalog): Editor {
  const store = createEditorStore(graph, workflow.problems, {
    collapsed: storedCollapsed(workflow.id),
    trial: storedTrial(workflow.id),
  })
  const autosave = new Autosave({
    revision: workflow.draft.revision,
    graph,
    save: (graph, options) => saveDraft(workflow.id, graph, options),
    onSaved: ({ problems }) => setProblems(store, problems),
    readTheirs: theirsOf,
  })
  return new Editor({ workflowId: workflow.id, catalog, store, autosave })
}

function saveChanges({ store, autosave, workflowId }: Editor): () => void {
  return store.subscribe((state, before) => {
    if (state.trial !== before.trial) storeTrial(workflowId, state.trial)
    if (state.graph !== before.graph) autosave.changed(state.graph)
  })
}

/** Others see who is here, and which step is chosen. */
function beThere({ presence, store }: Editor): () => void {
  const leave = presence.join()
  const stop = store.subscribe((state, before) => {
    if (state.selection !== before.selection) presence.choose(soleNode(state))
  })
  return () => {
    stop()
    leave()
  }
}

/** What is not saved when the page is left is tried on, and the browser asks before it loses it. */
function saveOnLeaving(editor: Editor, left: LeftEditors): () => void {
  const { autosave } = editor
  left.take(editor)
  // Of one that comes back: it may have been refused for a session that had ended.
  autosave.flush()
  const onHide = () => {
    if (document.visibilityState === 'hidden') autosave.flush(true)
  }
  const onOnline = () => autosave.retryNow()
  const onBeforeUnload = (event: BeforeUnloadEvent) => {
    if (!autosave.isDirty) return
    autosave.flush(true)
    event.preventDefault()
  }
  document.addEventListener('visibilitychange', onHide)
  window.addEventListener('online', onOnline)
  window.addEventListener('beforeunload', onBeforeUnload)
  const stop = () => {
    document.removeEventListener('visibilitychange', onHide)
    window.removeEventListener('online', onOnline)
    window.removeEventListener('beforeunload', onBeforeUnload)
  }
  return () => {
    autosave.flush(true)
    left.add(editor)
    if (!autosave.isDirty) return stop()
    const unsubscribe = autosave.state.subscribe(({ kind }) => {
      if (kind !== 'saved') return
      unsubscribe()
      stop()
    })
  }
}
