import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { ExpressionScope } from '@/features/expression'
import { lastRunQuery, runDataQuery } from './api'
import { nodesInScope, scopeOf } from './data-scope'
import { useEditor } from './editor-context'

/** What the node's expressions may read, with the data of the last finished run. */
export function useScope(nodeId: string): ExpressionScope {
  const editor = useEditor()
  // Typing in the node's own fields changes the graph at each key, but none of these.
  const nodes = useStore(
    editor.store,
    useShallow((state) => nodesInScope(state.graph, nodeId)),
  )
  const { data: runId } = useQuery(lastRunQuery(editor.workflowId))
  const { data } = useQuery({ ...runDataQuery(runId ?? ''), enabled: Boolean(runId) })
  return useMemo(
    () => scopeOf({ nodes, catalog: editor.catalog, data: data ?? null }),
    [nodes, editor, data],
  )
}
