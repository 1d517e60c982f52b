import { useMemo } from 'react'
import { SchemaForm } from '@/features/schema-form'
import { t } from '@/shared/i18n/texts'
import type { NodeTypeInfo } from '../document/catalog'
import type { GraphNode, NodePolicy } from '../document/graph'
import { useEditor } from '../editor-context'
import { controlPolicySchema, policySchema } from '../policy-schema'
import { RetryFigure } from './retry-figure'
import { UndoField } from './undo-field'

type PolicyTabProps = { node: GraphNode; type: NodeTypeInfo | undefined }

/** Time limit, retries, and what happens when attempts are spent. */
export function PolicyTab({ node, type }: PolicyTabProps) {
  const editor = useEditor()
  const isControl = type?.lane === 'control'
  const schema = useMemo(() => (isControl ? controlPolicySchema() : policySchema()), [isControl])
  return (
    <form
      aria-label={t('Policy')}
      className="flex flex-col gap-4 p-4"
      onSubmit={(event) => event.preventDefault()}
    >
      {isControl && (
        <p className="text-ink-2 text-xs">
          {t(
            'This step runs inside the workflow itself, at once and exactly once: there is nothing to time out or to try again.',
          )}
        </p>
      )}
      {!isControl && <RetryFigure retry={node.policy?.retry} />}
      <SchemaForm
        formId={`policy-${node.id}`}
        schema={schema}
        value={(node.policy ?? {}) as Parameters<typeof SchemaForm>[0]['value']}
        onValue={(policy) => editor.setPolicy(node.id, withoutEmpty(policy as NodePolicy))}
        expressions={false}
      />
      {node.policy?.on_error === 'hold' && <HoldNote />}
      <UndoField node={node} />
    </form>
  )
}

function HoldNote() {
  return (
    <p className="rounded-control bg-waiting-wash px-3 py-2 text-ink-2 text-xs">
      {t(
        'When its attempts are spent the step waits, as long as it takes, for a person who tries it again, skips it with an output, or fails it; other paths go on meanwhile.',
      )}
    </p>
  )
}

/** An empty `retry` is no setting; nor is an output that nothing goes on with. */
function withoutEmpty({ retry, on_error_output, ...rest }: NodePolicy): NodePolicy {
  const keepsOutput = rest.on_error === 'continue' && on_error_output !== undefined
  return {
    ...rest,
    ...(retry && Object.keys(retry).length > 0 && { retry }),
    ...(keepsOutput && { on_error_output }),
  }
}
