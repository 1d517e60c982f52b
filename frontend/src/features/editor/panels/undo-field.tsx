import { Plus } from 'lucide-react'
import { Button } from '@/shared/ui/button'
import { Field } from '@/shared/ui/field'
import { Select } from '@/shared/ui/select'
import { findNode, type GraphNode } from '../document/graph'
import { canBeUndone, possibleUndos, undoneBy } from '../document/undo'
import { useEditor, useEditorState } from '../editor-context'

const NONE = '-'

/** What takes back what the step did, when the run fails or is cancelled later. */
export function UndoField({ node }: { node: GraphNode }) {
  const editor = useEditor()
  const graph = useEditorState((state) => state.graph)
  const undone = undoneBy(graph, node.id)
  if (undone) {
    return (
      <p className="border-line border-t pt-4 text-ink-2 text-xs">
        This step undoes “{editor.titleOf(undone.id)}”: it runs when the run fails or is cancelled
        after that one ended well.
      </p>
    )
  }
  if (!canBeUndone(graph, node, editor.catalog)) return null
  const chosen = node.undo ? findNode(graph, node.undo) : undefined
  const others = possibleUndos(graph, node.id, editor.catalog).filter((each) => each !== chosen)
  const options = [...(chosen ? [chosen] : []), ...others].map((each) => ({
    value: each.id,
    label: editor.titleOf(each.id),
  }))
  return (
    <div className="flex flex-col gap-2 border-line border-t pt-4">
      <Field
        label="Undone by"
        hint="Runs when the run fails or is cancelled after this step ended well, the last step’s first."
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={chosen?.id ?? NONE}
            onValue={(next) => editor.setUndo(node.id, next === NONE ? null : next)}
            options={[{ value: NONE, label: 'Nothing: what it did stays' }, ...options]}
          />
        )}
      </Field>
      {!chosen && (
        <Button size="sm" className="self-start" onClick={() => editor.addUndo(node.id)}>
          <Plus aria-hidden /> Add a step that undoes it
        </Button>
      )}
    </div>
  )
}
