import { useMemo } from 'react'
import { type FieldFault, SchemaForm } from '@/features/schema-form'
import type { Problem } from '@/shared/api/error'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import type { NodeTypeInfo } from '../document/catalog'
import { configOf, type GraphNode } from '../document/graph'
import { incomingOf } from '../document/reach'
import { useEditor, useEditorState } from '../editor-context'
import { useInnerScopes, useScope } from '../use-scope'
import { ContainerField } from './container-field'
import { JoinField } from './join-field'

type ConfigTabProps = { node: GraphNode; type: NodeTypeInfo | undefined }

const NO_PROBLEMS: readonly Problem[] = []

/** The form of the step's config, made from its type's schema. */
export function ConfigTab({ node, type }: ConfigTabProps) {
  const editor = useEditor()
  const scope = useScope(node.id)
  const scopes = useInnerScopes(node.id, type)
  const problems = useEditorState((state) => state.problemsByNode.get(node.id) ?? NO_PROBLEMS)
  const joins = useEditorState(({ graph }) => incomingOf(graph, node.id).length > 1)
  const faults = useMemo(() => faultsOf(problems), [problems])
  if (!type) return <UnknownType node={node} />
  return (
    <form
      aria-label={t('Config')}
      className="flex flex-col gap-4 p-4"
      onSubmit={(event) => event.preventDefault()}
    >
      <GeneralProblems problems={problems} />
      <SchemaForm
        formId={`config-${node.id}`}
        schema={type.config_schema}
        value={configOf(node)}
        onValue={(config, pointer) => editor.setConfig(node.id, config, pointer)}
        expressions
        scope={scope}
        scopes={scopes}
        faults={faults}
      />
      {joins && <JoinField node={node} />}
      <ContainerField node={node} />
    </form>
  )
}

function faultsOf(problems: readonly Problem[]): Map<string, FieldFault[]> {
  const faults = new Map<string, FieldFault[]>()
  for (const { field, message, severity, line = null, column = null } of problems) {
    if (!field) continue
    faults.set(field, [...(faults.get(field) ?? []), { message, severity, line, column }])
  }
  return faults
}

/** Those of the step as a whole: they have no field to stand under. */
function GeneralProblems({ problems }: { problems: readonly Problem[] }) {
  const general = problems.filter((problem) => !problem.field)
  if (general.length === 0) return null
  return (
    <ul className="space-y-1">
      {general.map((problem) => (
        <li
          key={problem.code + problem.message}
          className={problem.severity === 'error' ? 'text-failed text-xs' : 'text-retrying text-xs'}
        >
          <Said>{problem.message}</Said>
        </li>
      ))}
    </ul>
  )
}

function UnknownType({ node }: { node: GraphNode }) {
  return (
    <div className="p-4 text-sm">
      <p className="font-medium">
        {t('This installation has no node type “{type}”.', { type: node.type })}
      </p>
      <p className="mt-1 text-ink-2">
        {t('Install the package that brings it, or replace the step. Its config is kept as it is:')}
      </p>
      <pre className="mt-3 overflow-x-auto rounded-control border border-line bg-sunken p-3 font-mono text-xs">
        {JSON.stringify(configOf(node), null, 2)}
      </pre>
    </div>
  )
}
