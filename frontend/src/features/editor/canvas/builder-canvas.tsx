import {
  type Connection,
  type FinalConnectionState,
  type ReactFlowInstance,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStoreApi,
} from '@xyflow/react'
import { type DragEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { RunStore } from '@/features/run-stream'
import { ContextMenu, type MenuItem } from '@/shared/ui/menu'
import { changeNote, renameGroup } from '../acts'
import { noCamera } from '../camera'
import { edgeProblem } from '../document/connect'
import type { Box } from '../document/geometry'
import type { Point } from '../document/graph'
import type { Editor } from '../editor'
import { nodeMenu } from '../node-menu'
import { focusRegion } from '../shortcuts'
import type { BuilderRun } from '../use-run'
import { BaseCanvas } from './base-canvas'
import { CanvasContext, type CanvasParts } from './canvas-context'
import { CanvasModel } from './canvas-model'
import { CanvasOverlay } from './canvas-overlay'
import { flowCamera, openingViewport } from './flow-camera'
import type { CanvasNode, LineEdge } from './flow-types'
import { edgeOf, Gestures, isRearranged, storedViewport, storeViewport } from './gestures'
import { TYPE_MIME } from './node-type-mime'
import { RenameField } from './rename-field'
import { SelectionBar } from './selection-bar'
import { SnapLines } from './snap-lines'

type BuilderCanvasProps = { editor: Editor; run: BuilderRun }

/** The canvas on which the workflow is drawn. */
export function BuilderCanvas({ editor, run }: BuilderCanvasProps) {
  const parts = useParts(editor, run.store)
  const [menu, setMenu] = useState<readonly MenuItem[]>([])
  return (
    <ReactFlowProvider>
      <CanvasContext value={parts}>
        <ContextMenu items={menu}>
          <div
            className="h-full"
            onContextMenuCapture={(event) =>
              setMenu(nodeMenu(editor, run.trials, chooseUnder(editor, event.target)))
            }
          >
            <Drawing editor={editor} parts={parts} />
          </div>
        </ContextMenu>
      </CanvasContext>
    </ReactFlowProvider>
  )
}

/** The card that a menu is asked for; it is chosen, unless it is among those that are. */
function chooseUnder(editor: Editor, target: EventTarget): string | null {
  const card = target instanceof Element ? target.closest<HTMLElement>('.react-flow__node') : null
  const nodeId = card?.dataset.id ?? null
  if (nodeId && !editor.chosen.has(nodeId)) editor.select([nodeId])
  return nodeId
}

function useParts(editor: Editor, runStore: RunStore): CanvasParts {
  const model = useMemo(() => {
    return new CanvasModel(editor.store.getState(), editor.catalog)
  }, [editor])
  useEffect(
    () =>
      editor.store.subscribe((state, before) => {
        const isSame =
          state.graph === before.graph &&
          state.selection === before.selection &&
          state.collapsed === before.collapsed
        if (!isSame) model.show(state, isRearranged(before.graph, state.graph))
      }),
    [editor, model],
  )
  return useMemo(
    () => ({
      model,
      runStore,
      marks: editor.store,
      writing: editor.store,
      people: editor.presence.store,
      edit: editActions(editor),
      toggleBody: (container) => editor.toggleBody(container),
    }),
    [editor, model, runStore],
  )
}

function editActions(editor: Editor): CanvasParts['edit'] {
  const { store } = editor
  return {
    changeNote: (noteId, change) => changeNote(editor, noteId, change),
    renameGroup: (groupId, name) => renameGroup(editor, groupId, name),
    write: (writing) => store.setState({ writing }),
    addOnEdge: (edge) =>
      store.setState({ sheet: { kind: 'add', place: { kind: 'on_edge', edge } } }),
    addAfter: (node_id, port) =>
      store.setState({ sheet: { kind: 'add', place: { kind: 'after', node_id, port } } }),
    addInside: (container) =>
      store.setState({ sheet: { kind: 'add', place: { kind: 'in', container } } }),
    showProblems: () => store.setState({ showProblems: true }),
  }
}

type Drawn = ReactFlowInstance<CanvasNode, LineEdge>

type DrawingProps = { editor: Editor; parts: CanvasParts }

function Drawing({ editor, parts: { model } }: DrawingProps) {
  const flow = useReactFlow<CanvasNode, LineEdge>()
  const place = useRef<HTMLDivElement>(null)
  const pointer = useRef<Point | null>(null)
  const flowStore = useStoreApi()
  const gestures = useMemo(
    () => new Gestures(editor, model, () => drawnBox(flowStore.getState())),
    [editor, model, flowStore],
  )
  const viewport = useMemo(() => storedViewport(editor.workflowId), [editor])
  useEffect(() => {
    editor.camera = flowCamera(
      flow,
      () => place.current,
      () => pointer.current,
    )
    return () => {
      editor.camera = noCamera
    }
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
        editor.store.setState({ sheet: { kind: 'add', place: editor.placeAt(point) } })
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
          if (!adds && editor.chosen.size > 1 && node.type !== 'group') editor.select([node.id])
        }}
        onNodeDragStart={(_, __, nodes) => gestures.dragStarted(nodes)}
        onNodeDrag={(_, node, nodes) => gestures.dragged(node, nodes)}
        onNodeDragStop={(event, _, nodes) => gestures.dragStopped(event, nodes)}
        onSelectionDragStart={(_, nodes) => gestures.dragStarted(nodes)}
        onSelectionDrag={(_, nodes) => nodes[0] && gestures.dragged(nodes[0], nodes)}
        onSelectionDragStop={(event, nodes) => gestures.dragStopped(event, nodes)}
        {...wiring(editor, gestures, flow)}
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
        <SelectionBar editor={editor} />
        <SnapLines />
        <RenameField editor={editor} />
      </BaseCanvas>
    </div>
  )
}

/** What happens as edges are drawn. */
function wiring(editor: Editor, gestures: Gestures, flow: Drawn) {
  return {
    onConnect: (connection: Connection) => editor.connect(edgeOf(connection)),
    onReconnect: (edge: LineEdge, connection: Connection) => {
      if (edge.data) editor.reconnect(edge.data.edge, edgeOf(connection))
    },
    onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) =>
      gestures.connectEnded(state, flow.screenToFlowPosition(pointOf(event))),
    isValidConnection: ({ source, target, sourceHandle = null }: LineEdge | Connection) => {
      const edge = edgeOf({ source, target, sourceHandle, targetHandle: null })
      return edgeProblem(editor.graph, edge, editor.catalog) === null
    },
  }
}

function openAt(flow: Drawn, editor: Editor, canvas: HTMLElement | null) {
  const size = canvas?.getBoundingClientRect()
  const opening = size && openingViewport(editor.bodies, size)
  if (opening) flow.setViewport(opening)
}

/** Chords that React Flow would take for plain keys: it moves a card by any arrow, chooses by any Enter. */
function passChords(event: KeyboardEvent) {
  const isAlong = event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
  const isArrow = (event.key.startsWith('Arrow') && event.altKey) || isAlong
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

/** The box that is being drawn to choose what is in it, on the canvas; null: none is. */
function drawnBox({
  userSelectionRect,
  transform,
}: ReturnType<CanvasStoreApi['getState']>): Box | null {
  if (!userSelectionRect) return null
  const [left, top, zoom] = transform
  const { x, y, width, height } = userSelectionRect
  return { x: (x - left) / zoom, y: (y - top) / zoom, width: width / zoom, height: height / zoom }
}

type CanvasStoreApi = ReturnType<typeof useStoreApi>

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
  const container = editor.containerAt({ x, y })
  editor.add(type, { kind: 'at', point: { x: x - 104, y: y - 27 }, container })
}

function pointOf(event: MouseEvent | TouchEvent): Point {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 }
}
