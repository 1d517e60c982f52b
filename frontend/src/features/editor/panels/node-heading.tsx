import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { fieldStyle } from '@/shared/ui/input'
import type { NodeTypeInfo } from '../document/catalog'
import type { GraphNode } from '../document/graph'
import { useEditor } from '../editor-context'
import { useNewId } from '../use-new-id'

type NodeHeadingProps = { node: GraphNode; type: NodeTypeInfo | undefined }

const quietField =
  '-mx-1.5 border-transparent bg-transparent px-1.5 hover:not-disabled:border-line focus-visible:bg-raised'

/** Name and id, both changed in place. What reads the id follows. */
export function NodeHeading({ node, type }: NodeHeadingProps) {
  const editor = useEditor()
  return (
    <div className="min-w-0 flex-1">
      <input
        id="node-name"
        aria-label={t('Name of the step')}
        value={node.name ?? ''}
        placeholder={type?.title ?? node.type}
        onChange={(event) => editor.setName(node.id, event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') editor.camera.focus(node.id)
        }}
        className={cn(fieldStyle, quietField, 'h-7 font-semibold text-md placeholder:text-ink')}
      />
      <div className="flex flex-wrap items-center gap-x-1.5 text-ink-3 text-xs">
        <IdField key={node.id} nodeId={node.id} />
        <span aria-hidden>·</span>
        <span className="min-w-0 flex-1 truncate">
          {type?.title ?? node.type} v{node.type_version ?? 1}
        </span>
      </div>
    </div>
  )
}

function IdField({ nodeId }: { nodeId: string }) {
  const editor = useEditor()
  const { value, problem, type, take, drop } = useNewId(editor, nodeId)
  /** Back to the card, which another one replaces when its id is another. */
  const takeAndLeave = async () => {
    const newId = await take()
    if (!problem) editor.camera.focus(newId)
  }
  return (
    <>
      <input
        id="node-id"
        aria-label={t('Id of the step')}
        aria-invalid={problem ? true : undefined}
        title={problem ?? t('The id in expressions: change it and what reads it follows')}
        value={value}
        size={Math.max(4, value.length)}
        spellCheck={false}
        onChange={(event) => type(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') takeAndLeave()
          if (event.key === 'Escape') {
            event.stopPropagation()
            drop()
          }
        }}
        className={cn(fieldStyle, quietField, 'h-5 w-auto max-w-40 font-mono text-2xs text-ink-2')}
      />
      {problem && (
        // In the flow, below both: what follows makes room, and nothing is covered.
        <span role="alert" className="order-last basis-full py-1 text-failed text-xs">
          {problem}
        </span>
      )}
    </>
  )
}
