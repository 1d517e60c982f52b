import { MiniMap } from '@xyflow/react'
import { LayoutGrid, Plus, Redo2, Search, Undo2, WandSparkles } from 'lucide-react'
import { useStore } from 'zustand'
import { t } from '@/shared/i18n/texts'
import { IconButton } from '@/shared/ui/icon-button'
import { NODE_WIDTH_PX } from '../document/geometry'
import type { Editor } from '../editor'
import { CanvasToolbar, Divider } from './canvas-toolbar'
import { ZoomButtons } from './zoom-buttons'

/** Above this a minimap of elements costs more than it shows. */
const MINIMAP_NODES = 1_000

type CanvasOverlayProps = { editor: Editor }

/** What floats over the canvas: the toolbar, the minimap. */
export function CanvasOverlay({ editor }: CanvasOverlayProps) {
  const showMinimap = useStore(
    editor.store,
    (state) => state.showMinimap && state.graph.nodes.length <= MINIMAP_NODES,
  )
  return (
    <>
      <Toolbar editor={editor} />
      {showMinimap && (
        <MiniMap
          pannable
          zoomable
          ariaLabel={t('Minimap')}
          onClick={(_, point) => editor.camera.goTo(point)}
          style={MINIMAP}
          nodeBorderRadius={NODE_WIDTH_PX / 8}
          nodeColor={minimapColor}
          className="max-[1200px]:hidden"
        />
      )}
    </>
  )
}

/** What is in a frame must be seen on it. */
const minimapColor = ({ type }: { type?: string | undefined }) => {
  if (type === 'note' || type === 'group') return 'var(--sunken)'
  return type === 'container' ? 'var(--line)' : 'var(--line-strong)'
}

const MINIMAP = { width: 144, height: 92 }

function Toolbar({ editor }: CanvasOverlayProps) {
  const { store } = editor
  const canUndo = useStore(store, (state) => state.history.past.length > 0)
  const canRedo = useStore(store, (state) => state.history.future.length > 0)
  return (
    <CanvasToolbar position="bottom-center" label={t('Canvas')}>
      <IconButton
        icon={Plus}
        label={t('Add a step')}
        keys="N"
        side="top"
        onClick={() =>
          store.setState({
            sheet: { kind: 'add', place: editor.placeAt(editor.camera.centre()) },
          })
        }
      />
      <IconButton
        icon={Search}
        label={t('Find in the workflow')}
        keys="Mod+F"
        side="top"
        onClick={() => store.setState({ sheet: { kind: 'find' } })}
      />
      <Divider />
      <IconButton
        icon={Undo2}
        label={t('Undo')}
        keys="Mod+Z"
        side="top"
        disabled={!canUndo}
        onClick={() => editor.undo()}
      />
      <IconButton
        icon={Redo2}
        label={t('Redo')}
        keys="Mod+Shift+Z"
        side="top"
        disabled={!canRedo}
        onClick={() => editor.redo()}
      />
      <IconButton
        icon={WandSparkles}
        label={t('Lay out')}
        keys="Shift+L"
        side="top"
        onClick={() => editor.layOut()}
      />
      <Divider />
      <ZoomButtons camera={editor.camera} hasKeys />
      <IconButton
        icon={LayoutGrid}
        label={t('Minimap')}
        keys="M"
        side="top"
        onClick={() => store.setState(({ showMinimap }) => ({ showMinimap: !showMinimap }))}
      />
    </CanvasToolbar>
  )
}
