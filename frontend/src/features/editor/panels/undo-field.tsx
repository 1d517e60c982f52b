import { Plus } from 'lucide-react'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Field } from '@/shared/ui/field'
import { Select } from '@/shared/ui/select'
import { addUndoStep, chooseUndo } from '../acts'
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
        {t(
          'This step undoes “{step}”: it runs when the run fails or is cancelled after that one ended well.',
          { step: editor.titleOf(undone.id) },
        )}
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
        label={t('Undone by')}
        hint={t(
          'Runs when the run fails or is cancelled after this step ended well, the last step’s first.',
        )}
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={chosen?.id ?? NONE}
            onValue={(next) => chooseUndo(editor, node.id, next === NONE ? null : next)}
            options={[{ value: NONE, label: t('Nothing: what it did stays') }, ...options]}
          />
        )}
      </Field>
      {!chosen && (
        <Button size="sm" className="self-start" onClick={() => addUndoStep(editor, node.id)}>
          <Plus aria-hidden /> {t('Add a step that undoes it')}
        </Button>
      )}
    </div>
  )
}
