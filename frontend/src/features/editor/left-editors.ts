/**
 * Editors whose page was left: who comes back while theirs is still being saved, or was saved after the
 * workflow was read, goes on in it. A new one would begin with a draft of before, and be in conflict with it.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { WorkflowRead } from '@/shared/api/types'
import type { Editor } from './editor'

const KEY = ['left-editor']

/** Among the server's answers, which are forgotten when who asked for them signs out. */
export class LeftEditors {
  readonly #client: QueryClient

  constructor(client: QueryClient) {
    this.#client = client
    client.setQueryDefaults(KEY, { gcTime: Number.POSITIVE_INFINITY })
  }

  add(editor: Editor) {
    // Of those that are saved the last one is enough.
    this.#client.removeQueries({
      queryKey: KEY,
      predicate: ({ state }) => !(state.data as Editor).autosave.isDirty,
    })
    this.#client.setQueryData([...KEY, editor.workflowId], editor)
  }

  /** It is open again, or another one is in its place. */
  take({ workflowId }: Editor) {
    this.#client.removeQueries({ queryKey: [...KEY, workflowId] })
  }

  /** The editor that knows more than the workflow as it was read. */
  newerThan({ id, draft }: WorkflowRead): Editor | undefined {
    const editor = this.#client.getQueryData<Editor>([...KEY, id])
    const isNewer = editor && (editor.autosave.isDirty || editor.autosave.revision > draft.revision)
    return isNewer ? editor : undefined
  }
}

export function useLeftEditors(): LeftEditors {
  const client = useQueryClient()
  const [left] = useState(() => new LeftEditors(client))
  return left
}
