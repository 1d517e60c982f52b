import { t } from '@/shared/i18n/texts'
import { Field } from '@/shared/ui/field'
import { Select } from '@/shared/ui/select'
import type { GraphNode } from '../document/graph'
import { useEditor } from '../editor-context'

type JoinFieldProps = { node: GraphNode }

/** Only where several edges come in: when does the step run? */
export function JoinField({ node }: JoinFieldProps) {
  const editor = useEditor()
  return (
    <Field
      label={t('When several paths come in')}
      hint={t('Paths that are not taken never hold a step up.')}
      className="border-line border-t pt-4"
    >
      {(wiring) => (
        <Select
          {...wiring}
          value={node.join ?? 'all'}
          onValue={(join) => editor.setJoin(node.id, join)}
          options={[
            { value: 'all', label: t('Wait for all of them') },
            { value: 'any', label: t('Run at the first one') },
          ]}
        />
      )}
    </Field>
  )
}
