import { useStore as useFlow, ViewportPortal } from '@xyflow/react'
import { useStore } from 'zustand'
import { t } from '@/shared/i18n/texts'
import { NODE_WIDTH_PX } from '../document/geometry'
import { findNode } from '../document/graph'
import type { Editor } from '../editor'
import { useNewId } from '../use-new-id'

/** Where a card shows what it is called by. */
const TEXT_X_PX = 48
const KEY_Y_PX = 29
/** From further away it is no smaller than at this zoom. */
const LEGIBLE_ZOOM = 0.7

type RenameFieldProps = { editor: Editor }

/** The id of a step, written over its card: one for all of them, so that cards need not listen. */
export function RenameField({ editor }: RenameFieldProps) {
  const nodeId = useStore(editor.store, ({ renaming, graph }) =>
    renaming && findNode(graph, renaming) ? renaming : null,
  )
  if (!nodeId) return null
  return (
    <ViewportPortal>
      <IdOnCard key={nodeId} editor={editor} nodeId={nodeId} />
    </ViewportPortal>
  )
}

type IdOnCardProps = RenameFieldProps & { nodeId: string }

function IdOnCard({ editor, nodeId }: IdOnCardProps) {
  const scale = useFlow((state) => Math.max(1, LEGIBLE_ZOOM / state.transform[2]))
  const { value, problem, type, take } = useNewId(editor, nodeId)
  const { x, y } = editor.bodies.placeOf(nodeId)
  const close = () => editor.store.setState({ renaming: null })
  const leave = (id: string) => {
    close()
    editor.camera.focus(id)
  }
  return (
    <div
      className="nodrag nopan pointer-events-auto absolute z-10"
      style={{ left: x + TEXT_X_PX, top: y + KEY_Y_PX, transformOrigin: '0 0', scale }}
      onPointerDown={(event) => event.stopPropagation()}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
        autoFocus
        aria-label={t('New id of the step')}
        aria-invalid={problem ? true : undefined}
        value={value}
        spellCheck={false}
        style={{ width: NODE_WIDTH_PX - TEXT_X_PX - 8 }}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => type(event.target.value)}
        onBlur={() => {
          take()
          close()
        }}
        onKeyDown={async (event) => {
          event.stopPropagation()
          if (event.key === 'Escape') leave(nodeId)
          if (event.key === 'Enter' && !problem) leave(await take())
        }}
        className="block h-5 rounded-control border border-line-strong bg-raised px-1.5 font-mono text-2xs text-ink aria-invalid:border-failed"
      />
      {problem && (
        <p
          role="alert"
          className="mt-1 w-max max-w-80 rounded-control border border-line bg-raised px-2 py-1 text-failed text-xs shadow-float"
        >
          {problem}
        </p>
      )}
    </div>
  )
}
