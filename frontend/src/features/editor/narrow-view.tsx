import { useRunEvents } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { ReadOnlyCanvas } from './canvas/read-only-canvas'

type NarrowViewProps = { name: string; graph: { nodes?: unknown; edges?: unknown } }

/** On a small screen a workflow is looked at, not drawn. */
export function NarrowView({ name, graph }: NarrowViewProps) {
  const store = useRunEvents(null)
  return (
    <main id="main" className="flex h-full flex-col">
      <header className="border-line border-b bg-surface px-4 py-2">
        <h1 className="truncate font-semibold text-md">{name}</h1>
        <p className="text-ink-2 text-xs">
          {t('To change it, open it on a screen at least 900 px wide.')}
        </p>
      </header>
      <div className="min-h-0 flex-1">
        <ReadOnlyCanvas graph={graph} store={store} />
      </div>
    </main>
  )
}
