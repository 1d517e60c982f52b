import { useState } from 'react'
import type { RunStore } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { fetched } from '@/shared/ui/fetched'
import { ReadOnlyCanvas } from './canvas/read-only-canvas'
import { useEditorState } from './editor-context'

const NarrowStep = fetched(async () => (await import('./narrow-step')).NarrowStep)

type NarrowViewProps = { name: string; run: RunStore }

/** On a small screen a workflow is looked at, not drawn: a tap tells how a step is set up. */
export function NarrowView({ name, run }: NarrowViewProps) {
  const graph = useEditorState((state) => state.graph)
  const [selected, setSelected] = useState<string | undefined>()
  const node = graph.nodes.find(({ id }) => id === selected)
  return (
    <>
      <header className="border-line border-b bg-surface px-4 py-2">
        <h1 className="truncate font-semibold text-md">{name}</h1>
        <p className="text-ink-2 text-xs">
          {t('To change it, open it on a screen at least 900 px wide.')}
        </p>
      </header>
      <div className="min-h-0 flex-1">
        <ReadOnlyCanvas graph={graph} store={run} selected={selected} onSelect={setSelected} />
      </div>
      {node && <NarrowStep key={node.id} node={node} onClose={() => setSelected(undefined)} />}
    </>
  )
}
