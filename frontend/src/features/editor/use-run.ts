import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { isFinalRun, type RunStore, useRunEvents } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { STATUS_LOOKS } from '@/shared/lib/status'
import { lastRunQuery } from './api'
import type { Editor } from './editor'
import { Trials } from './trials'

export type BuilderRun = {
  store: RunStore
  trials: Trials
  goesOn: boolean
}

/** The run on the canvas: following it, and learning from its data when it ends. */
export function useRun(editor: Editor, shown?: string): BuilderRun {
  const client = useQueryClient()
  const [trials] = useState(() => new Trials(editor, client))
  useEffect(() => {
    if (shown) trials.load(shown)
  }, [trials, shown])
  const runId = useStore(editor.store, (state) => state.runId)
  const store = useRunEvents(runId)
  const status = useStore(store, (state) => state.run?.status)
  useEffect(() => trials.follow(store), [trials, store])
  useEffect(() => {
    if (!runId || !status || !isFinalRun(status)) return
    // What previews and completion know comes from the newest run that ended.
    client.setQueryData(lastRunQuery(editor.workflowId).queryKey, runId)
    editor.announce(t('The run: {status}.', { status: t(STATUS_LOOKS[status].word) }))
  }, [client, editor, runId, status])
  return {
    store,
    trials,
    goesOn: runId !== null && (status === undefined || !isFinalRun(status)),
  }
}
