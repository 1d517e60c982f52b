import { useMemo, useState } from 'react'
import { type ExpressionScope, memberText, ScopeTree } from '@/features/expression'
import { Value } from '@/features/run-page'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Select } from '@/shared/ui/select'
import type { GraphNode } from '../document/graph'
import { useEditor } from '../editor-context'
import { useScope } from '../use-scope'

type InputDataProps = {
  node: GraphNode
  /** Put a path into the expression that is being written. */
  onPick: (path: string) => void
}

const ALL = 'all'

/** What the step may read: all of it by name, or one source with its values of the last run. */
export function InputData({ node, onPick }: InputDataProps) {
  const editor = useEditor()
  const scope = useScope(node.id)
  const sources = useMemo(() => sourcesOf(scope), [scope])
  const [chosen, setChosen] = useState(ALL)
  const source = sources.find((each) => each.path === chosen)
  const nameOf = (path: string) =>
    path.startsWith('steps.') ? editor.titleOf(path.slice(6)) : path
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="px-4 pt-3">
        <Select
          aria-label={t('Where the data comes from')}
          value={source ? chosen : ALL}
          onValue={setChosen}
          options={[
            { value: ALL, label: t('All that may be read') },
            ...sources.map(({ path }) => ({ value: path, label: nameOf(path) })),
          ]}
        />
      </div>
      {source ? (
        <Value
          key={source.path}
          value={source.value}
          label={nameOf(source.path)}
          root={source.root}
          onPick={onPick}
        />
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto px-3 py-3">
          <ScopeTree root={scope.root} onPick={onPick} />
        </div>
      )}
    </div>
  )
}

type Source = { path: string; root: string; value: JsonValue }

/** Steps that have an output, what started the run, and what is set; of the last run. */
function sourcesOf({ data }: ExpressionScope): Source[] {
  const steps = Object.entries(data.steps).flatMap(([id, step]) => {
    const output = outputOf(step)
    const root = `steps${memberText(id)}.output`
    return output === undefined ? [] : [{ path: `steps.${id}`, root, value: output }]
  })
  const item = data.item === undefined ? [] : [{ path: 'item', root: 'item', value: data.item }]
  return [
    ...item,
    ...steps.toReversed(),
    { path: 'trigger', root: 'trigger', value: data.trigger },
    { path: 'vars', root: 'vars', value: data.vars },
  ]
}

const outputOf = (step: JsonValue): JsonValue | undefined =>
  typeof step === 'object' && step !== null && !Array.isArray(step) ? step.output : undefined
