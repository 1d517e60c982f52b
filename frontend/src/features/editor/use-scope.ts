import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { ExpressionScope } from '@/features/expression'
import { lastRunQuery, runDataQuery } from './api'
import { loopsInScope, type Moment, nodesInScope, scopeOf } from './data-scope'
import type { NodeTypeInfo } from './document/catalog'
import { useEditor } from './editor-context'

/** What the node's expressions may read, with the data of the last finished run. */
export function useScope(nodeId: string, moment: Moment = 'start'): ExpressionScope {
  const editor = useEditor()
  // Typing in the node's own fields changes the graph at each key, but none of these.
  const nodes = useStore(
    editor.store,
    useShallow((state) => nodesInScope(state.graph, nodeId, editor.catalog, moment)),
  )
  const loops = useStore(
    editor.store,
    useShallow((state) => loopsInScope(state.graph, nodeId, editor.catalog, moment)),
  )
  const { data: runId } = useQuery(lastRunQuery(editor.workflowId))
  const { data } = useQuery({ ...runDataQuery(runId ?? ''), enabled: Boolean(runId) })
  return useMemo(
    () => scopeOf({ nodes, loops, catalog: editor.catalog, data: data ?? null }),
    [nodes, loops, editor, data],
  )
}

/** Of a container, what fields that are evaluated in each iteration may read. */
export function useInnerScopes(
  nodeId: string,
  type: NodeTypeInfo | undefined,
): ReadonlyMap<string, ExpressionScope> {
  const before = useScope(nodeId, 'before')
  const after = useScope(nodeId, 'after')
  return useMemo(
    () =>
      new Map(
        Object.entries(type?.inner ?? {}).map(([field, when]) => [
          field,
          when === 'before' ? before : after,
        ]),
      ),
    [type, before, after],
  )
}
