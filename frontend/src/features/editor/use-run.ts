import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { isFinalRun, type RunStore, useRunEvents } from '@/features/run-stream'
import type { FormValue } from '@/features/schema-form'
import type { JsonValue } from '@/shared/api/types'
import { STATUS_LOOKS } from '@/shared/lib/status'
import { notifyError } from '@/shared/ui/toaster'
import { cancelRun, lastRunQuery, startRun } from './api'
import type { Editor } from './editor'

export type BuilderRun = {
  store: RunStore
  start: (input: FormValue, version: number | null) => Promise<void>
  /** Null: no run is under way. */
  stop: (() => void) | null
}

/** The run on the canvas: starting it, following it, and learning from its data when it ends. */
export function useRun(editor: Editor): BuilderRun {
  const client = useQueryClient()
  const runId = useStore(editor.store, (state) => state.runId)
  const store = useRunEvents(runId)
  const status = useStore(store, (state) => state.run?.status)
  const goesOn = runId !== null && (status === undefined || !isFinalRun(status))
  useEffect(() => {
    if (!runId || !status || !isFinalRun(status)) return
    // What previews and completion know comes from the newest run that ended.
    client.setQueryData(lastRunQuery(editor.workflowId).queryKey, runId)
    editor.announce(`Run ${STATUS_LOOKS[status].word.toLowerCase()}.`)
  }, [client, editor, runId, status])
  return {
    store,
    start: async (input, version) => {
      // The draft runs as the server has it.
      await editor.autosave.flush()
      const run = await startRun(editor.workflowId, input as JsonValue, version)
      editor.store.setState({ runId: run.id, showDrawer: true })
      editor.announce('The run has started.')
    },
    stop: goesOn
      ? () => {
          cancelRun(runId).catch((error: unknown) => notifyError('The run was not stopped.', error))
        }
      : null,
  }
}
