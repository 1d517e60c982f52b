import { lazy, Suspense, useMemo, useState } from 'react'
import { useRunEvents } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { ReadOnlyCanvas } from './canvas/read-only-canvas'
import { readGraph } from './document/graph'

const NarrowStep = lazy(async () => ({ default: (await import('./narrow-step')).NarrowStep }))

type NarrowViewProps = { name: string; graph: { nodes?: unknown; edges?: unknown } }

/** On a small screen a workflow is looked at, not drawn: a tap tells how a step is set up. */
export function NarrowView({ name, graph }: NarrowViewProps) {
  const store = useRunEvents(null)
  const [selected, setSelected] = useState<string | undefined>()
  const nodes = useMemo(() => readGraph(graph).nodes, [graph])
  const node = nodes.find(({ id }) => id === selected)
  return (
    <main id="main" className="flex h-full flex-col">
      <header className="border-line border-b bg-surface px-4 py-2">
        <h1 className="truncate font-semibold text-md">{name}</h1>
        <p className="text-ink-2 text-xs">
          {t('To change it, open it on a screen at least 900 px wide.')}
        </p>
      </header>
      <div className="min-h-0 flex-1">
        <ReadOnlyCanvas graph={graph} store={store} selected={selected} onSelect={setSelected} />
      </div>
      {node && (
        <Suspense>
          <NarrowStep key={node.id} node={node} onClose={() => setSelected(undefined)} />
        </Suspense>
      )}
    </main>
  )
}
