import { t } from '@/shared/i18n/texts'
import { Field } from '@/shared/ui/field'
import { Select } from '@/shared/ui/select'
import type { GraphNode } from '../document/graph'
import { isOuter } from '../document/placing'
import { useEditor, useEditorState } from '../editor-context'

const NONE = '-'

/** In which loop's body the step is: what dragging it in and out does, for the keyboard. */
export function ContainerField({ node }: { node: GraphNode }) {
  const editor = useEditor()
  const graph = useEditorState((state) => state.graph)
  const { bodies } = editor
  const own = bodies.withBodies([node.id])
  const loops = graph.nodes.filter((each) => bodies.isContainer(each.id) && !own.has(each.id))
  if (loops.length === 0 || isOuter(node.type)) return null
  return (
    <Field label={t('In the body of')} className="border-line border-t pt-4">
      {(wiring) => (
        <Select
          {...wiring}
          value={bodies.parentOf(node.id) ?? NONE}
          onValue={(next) => editor.setContainer(node.id, next === NONE ? null : next)}
          options={[
            { value: NONE, label: t('No loop') },
            ...loops.map((each) => ({ value: each.id, label: editor.titleOf(each.id) })),
          ]}
        />
      )}
    </Field>
  )
}
