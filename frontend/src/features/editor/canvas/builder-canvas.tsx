import {
  type ReactFlowInstance,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react'
import { type DragEvent, type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import type { RunStore } from '@/features/run-stream'
import { edgeProblem } from '../document/connect'
import type { Point } from '../document/graph'
import type { Editor } from '../editor'
import { focusRegion } from '../shortcuts'
import { BaseCanvas } from './base-canvas'
import { CanvasContext, type CanvasParts } from './canvas-context'
import { CanvasModel } from './canvas-model'
import { CanvasOverlay } from './canvas-overlay'
import { flowCamera, openingViewport } from './flow-camera'
import type { CardNode, LineEdge } from './flow-graph'
import { edgeOf, Gestures, isRearranged, storedViewport, storeViewport } from './gestures'
import { TYPE_MIME } from './node-type-mime'

type BuilderCanvasProps = { editor: Editor; runStore: RunStore }

/** The canvas on which the workflow is drawn. */
export function BuilderCanvas({ editor, runStore }: BuilderCanvasProps) {
  const parts = useParts(editor, runStore)
  return (
    <ReactFlowProvider>
      <CanvasContext value={parts}>
        <Drawing editor={editor} parts={parts} />
      </CanvasContext>
    </ReactFlowProvider>
  )
}

function useParts(editor: Editor, runStore: RunStore): CanvasParts {
  const model = useMemo(() => {
    const { graph, selection } = editor.store.getState()
    return new CanvasModel(graph, editor.catalog, selection)
  }, [editor])
  useEffect(
    () =>
      editor.store.subscribe((state, before) => {
        if (state.graph === before.graph && state.selection === before.selection) return
        model.show(state.graph, state.selection, isRearranged(before.graph, state.graph))
      }),
    [editor, model],
  )
  return useMemo(
    () => ({ model, runStore, problems: editor.store, edit: editActions(editor) }),
    [editor, model, runStore],
  )
}

function editActions({ store }: Editor): CanvasParts['edit'] {
  return {
    addOnEdge: (edge) =>
      store.setState({ sheet: { kind: 'add', place: { kind: 'on_edge', edge } } }),
    addAfter: (node_id, port) =>
      store.setState({ sheet: { kind: 'add', place: { kind: 'after', node_id, port } } }),
    showProblems: () => store.setState({ showProblems: true }),
  }
}

type Drawn = ReactFlowInstance<CardNode, LineEdge>

type DrawingProps = { editor: Editor; parts: CanvasParts }

function Drawing({ editor, parts: { model } }: DrawingProps) {
  const flow = useReactFlow<CardNode, LineEdge>()
  const place = useRef<HTMLDivElement>(null)
  const pointer = useRef<Point | null>(null)
  const gestures = useMemo(() => new Gestures(editor, model), [editor, model])
  const viewport = useMemo(() => storedViewport(editor.workflowId), [editor])
  useEffect(() => {
    editor.camera = flowCamera(
      flow,
      () => place.current,
      () => pointer.current,
    )
  }, [editor, flow])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop steps on; the keyboard has its own ways
    <div
      ref={place}
      className="h-full"
      onPointerMove={(event) => {
        pointer.current = { x: event.clientX, y: event.clientY }
      }}
      onPointerLeave={() => {
        pointer.current = null
      }}
      onKeyDownCapture={passChords}
      onKeyDown={openSettings}
      onDragOver={allowDrop}
      onDrop={(event) => dropType(event, editor, flow.screenToFlowPosition)}
      onDoubleClick={(event) => {
        if (!isPane(event.target)) return
        const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
        editor.store.setState({ sheet: { kind: 'add', place: { kind: 'at', point } } })
      }}
    >
      <BaseCanvas
        {...(viewport && { defaultViewport: viewport })}
        onInit={() => {
          if (!viewport) openAt(flow, editor, place.current)
        }}
        onNodesChange={(changes) => gestures.nodesChanged(changes)}
        onEdgesChange={(changes) => gestures.edgesChanged(changes)}
        onNodeClick={(event, node) => {
          // React Flow leaves several chosen when one of them is clicked.
          const adds = event.shiftKey || event.ctrlKey || event.metaKey
          if (!adds && editor.chosen.size > 1) editor.select([node.id])
        }}
        onNodeDragStart={(_, __, nodes) => gestures.dragStarted(nodes)}
        onNodeDragStop={(event, _, nodes) => gestures.dragStopped(event, nodes)}
        onSelectionDragStart={(_, nodes) => gestures.dragStarted(nodes)}
        onSelectionDragStop={(event, nodes) => gestures.dragStopped(event, nodes)}
        onConnect={(connection) => editor.connect(edgeOf(connection))}
        onReconnect={(edge, connection) => {
          if (edge.data) editor.reconnect(edge.data.edge, edgeOf(connection))
        }}
        onConnectEnd={(event, state) =>
          gestures.connectEnded(state, flow.screenToFlowPosition(pointOf(event)))
        }
        isValidConnection={(connection) => {
          const edge = edgeOf({
            ...connection,
            sourceHandle: connection.sourceHandle ?? null,
            targetHandle: null,
          })
          return edgeProblem(editor.graph, edge, editor.catalog) === null
        }}
        onEdgeMouseEnter={(_, edge) => model.hover(edge.id)}
        onEdgeMouseLeave={() => model.hover(null)}
        onMoveEnd={(_, moved) => storeViewport(editor.workflowId, moved)}
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        panOnDrag={PAN_BUTTONS}
        multiSelectionKeyCode={MULTI_KEYS}
        connectionRadius={28}
      >
        <CanvasOverlay editor={editor} />
      </BaseCanvas>
    </div>
  )
}

function openAt(flow: Drawn, editor: Editor, canvas: HTMLElement | null) {
  const size = canvas?.getBoundingClientRect()
  const opening = size && openingViewport(editor.graph.nodes, size)
  if (opening) flow.setViewport(opening)
}

/** Chords that React Flow would take for plain keys: it moves a card by any arrow, chooses by any Enter. */
function passChords(event: KeyboardEvent) {
  const isArrow = event.key.startsWith('Arrow') && event.altKey
  const isEnter = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
  if (!isArrow && !isEnter) return
  event.preventDefault()
  event.stopPropagation()
  window.dispatchEvent(new KeyboardEvent('keydown', event.nativeEvent))
}

/** Enter on a card, not on a button of it, leads to its settings. */
function openSettings(event: KeyboardEvent) {
  const isCard = event.target instanceof Element && event.target.matches('.react-flow__node')
  if (event.key === 'Enter' && isCard) requestAnimationFrame(() => focusRegion('inspector'))
}

const PAN_BUTTONS = [1]
const MULTI_KEYS = ['Shift', 'Meta', 'Control']

const isPane = (target: EventTarget) =>
  target instanceof Element && target.classList.contains('react-flow__pane')

function allowDrop(event: DragEvent) {
  if (!event.dataTransfer.types.includes(TYPE_MIME)) return
  event.preventDefault()
  event.dataTransfer.dropEffect = 'copy'
}

function dropType(event: DragEvent, editor: Editor, toDocument: (point: Point) => Point) {
  const type = editor.catalog.byName(event.dataTransfer.getData(TYPE_MIME))
  if (!type) return
  event.preventDefault()
  const { x, y } = toDocument({ x: event.clientX, y: event.clientY })
  editor.add(type, { kind: 'at', point: { x: x - 104, y: y - 27 } })
}

function pointOf(event: MouseEvent | TouchEvent): Point {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 }
}
