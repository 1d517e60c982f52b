import { useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { useEffect, useMemo } from 'react'
import { createStore } from 'zustand'
import type { RunStore } from '@/features/run-stream'
import type { Problem } from '@/shared/api/error'
import { Spinner } from '@/shared/ui/spinner'
import { catalogQuery } from '../api'
import type { NodeCatalog } from '../document/catalog'
import { type EditedGraph, readGraph } from '../document/graph'
import { BaseCanvas } from './base-canvas'
import { CanvasContext, type CanvasParts } from './canvas-context'
import { CanvasModel } from './canvas-model'

export type ReadOnlyCanvasProps = {
  /** As stored: `GET /runs/{id}/graph`, a draft, a version. */
  graph: { nodes?: unknown; edges?: unknown }
  /** The run whose states the cards show. */
  store: RunStore
  /** Id of the chosen node. */
  selected?: string | undefined
  onSelect?: (nodeId: string | undefined) => void
}

/** A graph to look at, with the states of a run. */
export function ReadOnlyCanvas(props: ReadOnlyCanvasProps) {
  const { data: catalog } = useQuery(catalogQuery)
  const graph = useMemo(() => readGraph(props.graph), [props.graph])
  if (!catalog) {
    return (
      <div className="grid h-full place-items-center bg-canvas text-ink-3">
        <Spinner />
      </div>
    )
  }
  return <Picture {...props} graph={graph} catalog={catalog} />
}

type PictureProps = Omit<ReadOnlyCanvasProps, 'graph'> & {
  graph: EditedGraph
  catalog: NodeCatalog
}

const noProblems = createStore<{ problemsByNode: ReadonlyMap<string, readonly Problem[]> }>(() => ({
  problemsByNode: new Map(),
}))

function Picture({ graph, catalog, store, selected, onSelect }: PictureProps) {
  const parts = useMemo<CanvasParts>(
    () => ({
      model: new CanvasModel(graph, catalog, { nodes: new Set(), edges: new Set() }),
      runStore: store,
      problems: noProblems,
      edit: null,
    }),
    [graph, catalog, store],
  )
  useEffect(() => {
    parts.model.show(graph, { nodes: new Set(selected ? [selected] : []), edges: new Set() })
  }, [parts, graph, selected])
  return (
    <ReactFlowProvider>
      <CanvasContext value={parts}>
        <section aria-label="Graph" className="h-full">
          <BaseCanvas
            fitView
            fitViewOptions={FIT}
            nodesDraggable={false}
            nodesConnectable={false}
            edgesFocusable={false}
            onNodeClick={(_, node) => onSelect?.(node.id)}
            onPaneClick={() => onSelect?.(undefined)}
            onNodesChange={(changes) => {
              // Chosen by keyboard; what is chosen comes back by `selected`.
              for (const change of changes) {
                if (change.type === 'select' && change.selected) onSelect?.(change.id)
              }
            }}
          />
        </section>
      </CanvasContext>
    </ReactFlowProvider>
  )
}

const FIT = { padding: 0.15, maxZoom: 1 }
