import '@xyflow/react/dist/base.css'
import './canvas.css'
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  type ReactFlowProps,
  useStore as useFlow,
} from '@xyflow/react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { GRID_PX } from '../document/geometry'
import { useCanvas } from './canvas-context'
import { ContainerCard } from './container-card'
import { EdgeLine } from './edge-line'
import type { CanvasNode, LineEdge } from './flow-types'
import { GroupBox } from './group-box'
import { isFar, NodeCard } from './node-card'
import { NoteCard } from './note-card'
import { UndoLine } from './undo-line'

const nodeTypes = { card: NodeCard, container: ContainerCard, note: NoteCard, group: GroupBox }
const edgeTypes = { line: EdgeLine, undo: UndoLine }

/** Above this only what is in sight is in the page. */
const CULL_NODES = 150

/** What the builder's canvas and the one to look at have in common. */
export function BaseCanvas(props: ReactFlowProps<CanvasNode, LineEdge>) {
  const { model } = useCanvas()
  const nodes = useStore(model.store, (state) => state.nodes)
  const edges = useStore(model.store, (state) => state.edges)
  const far = useFlow(isFar)
  const ariaWords = useMemo(ariaLabels, [])
  return (
    <ReactFlow<CanvasNode, LineEdge>
      className={cn('noria-canvas', far && 'is-far')}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={(changes) => model.applyNodes(changes)}
      onlyRenderVisibleElements={nodes.length > CULL_NODES}
      minZoom={0.08}
      maxZoom={2}
      snapToGrid
      snapGrid={SNAP}
      panOnScroll
      zoomOnDoubleClick={false}
      deleteKeyCode={null}
      elevateNodesOnSelect={false}
      ariaLabelConfig={ariaWords}
      {...props}
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} color="var(--line)" />
      {props.children}
    </ReactFlow>
  )
}

const SNAP: [number, number] = [GRID_PX, GRID_PX]

/** React Flow takes another object for other words, and renders all anew. */
const ariaLabels = () => ({
  'node.a11yDescription.default': t(
    'Press Enter to choose the step, the arrow keys to move it, C to connect it and Delete to remove it.',
  ),
  'node.a11yDescription.keyboardDisabled': t('Press Enter to choose the step.'),
  'edge.a11yDescription.default': t('Press Enter to choose the edge and Delete to remove it.'),
})
