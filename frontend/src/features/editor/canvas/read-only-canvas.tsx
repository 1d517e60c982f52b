import { useQuery } from '@tanstack/react-query'
import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { createStore } from 'zustand'
import type { RunStore } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { ErrorState } from '@/shared/ui/error-state'
import { Spinner } from '@/shared/ui/spinner'
import { catalogQuery } from '../api'
import { bodiesOf } from '../document/bodies'
import type { NodeCatalog } from '../document/catalog'
import { type EditedGraph, readGraph } from '../document/graph'
import { noTrial } from '../document/trial'
import type { People } from '../presence/presence'
import { noSelection } from '../store'
import { usePlaced } from '../use-placed'
import { BaseCanvas } from './base-canvas'
import { CanvasContext, type CanvasParts, type Marks } from './canvas-context'
import { CanvasModel } from './canvas-model'
import { CanvasToolbar } from './canvas-toolbar'
import { flowCamera, openingViewport } from './flow-camera'
import { type CanvasNode, isCard, type LineEdge } from './flow-types'
import { ZoomButtons } from './zoom-buttons'

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
  const { data: catalog, error, refetch } = useQuery(catalogQuery)
  const graph = useMemo(() => readGraph(props.graph), [props.graph])
  if (!catalog && error) return <ErrorState error={error} onRetry={() => refetch()} />
  return catalog ? <Placed {...props} graph={graph} catalog={catalog} /> : <Waiting />
}

function Waiting() {
  return (
    <div role="status" className="grid h-full place-items-center bg-canvas text-ink-3">
      <Spinner />
      <span className="sr-only">{t('Loading the graph')}</span>
    </div>
  )
}

function Placed(props: PictureProps) {
  const graph = usePlaced(props.graph, props.catalog)
  return graph ? <Picture {...props} graph={graph} /> : <Waiting />
}

type PictureProps = Omit<ReadOnlyCanvasProps, 'graph'> & {
  graph: EditedGraph
  catalog: NodeCatalog
}

const notWriting = createStore<{ writing: string | null }>(() => ({ writing: null }))
const nobody = createStore<People>(() => ({ others: [] }))
const noMarks = createStore<Marks>(() => ({ problemsByNode: new Map(), trial: noTrial }))

function Picture({ graph, catalog, store, selected, onSelect }: PictureProps) {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(NOTHING)
  const place = useRef<HTMLElement>(null)
  const parts = useMemo<CanvasParts>(
    () => ({
      model: new CanvasModel({ graph, selection: noSelection, collapsed: NOTHING }, catalog),
      runStore: store,
      marks: noMarks,
      writing: notWriting,
      people: nobody,
      edit: null,
      toggleBody: (container) =>
        setCollapsed((before) => {
          const next = new Set(before)
          if (!next.delete(container)) next.add(container)
          return next
        }),
    }),
    [graph, catalog, store],
  )
  useEffect(() => {
    const selection = { nodes: new Set(selected ? [selected] : []), edges: new Set<string>() }
    parts.model.show({ graph, selection, collapsed })
  }, [parts, graph, selected, collapsed])
  return (
    <ReactFlowProvider>
      <CanvasContext value={parts}>
        <section ref={place} aria-label={t('Graph')} className="h-full">
          <BaseCanvas
            onInit={(flow) => {
              const size = place.current?.getBoundingClientRect()
              const bodies = bodiesOf(graph, catalog)
              const opening = size && openingViewport(bodies, size, LEGIBLE_ZOOM, selected)
              if (opening) flow.setViewport(opening)
            }}
            nodesDraggable={false}
            nodesConnectable={false}
            edgesFocusable={false}
            onNodeClick={(_, node) => isCard(node) && onSelect?.(node.id)}
            onPaneClick={() => onSelect?.(undefined)}
            onNodesChange={(changes) => {
              // Chosen by keyboard; what is chosen comes back by `selected`.
              for (const change of changes) {
                if (change.type !== 'select' || !change.selected) continue
                if (graph.nodes.some((node) => node.id === change.id)) onSelect?.(change.id)
              }
            }}
          >
            <Zoom selected={selected} place={place} />
          </BaseCanvas>
        </section>
      </CanvasContext>
    </ReactFlowProvider>
  )
}

const NOTHING: ReadonlySet<string> = new Set()
/** Titles can just be read; a graph that is longer opens at its beginning. */
const LEGIBLE_ZOOM = 0.4

type ZoomProps = { selected: string | undefined; place: RefObject<HTMLElement | null> }

/** Buttons; what is chosen elsewhere, as in the timeline, comes into sight. */
function Zoom({ selected, place }: ZoomProps) {
  const flow = useReactFlow<CanvasNode, LineEdge>()
  const camera = useMemo(
    () =>
      flowCamera(
        flow,
        () => place.current,
        () => null,
      ),
    [flow, place],
  )
  useEffect(() => {
    if (selected) camera.show([selected])
  }, [camera, selected])
  return (
    <CanvasToolbar position="bottom-right" label={t('Canvas')}>
      <ZoomButtons camera={camera} />
    </CanvasToolbar>
  )
}
