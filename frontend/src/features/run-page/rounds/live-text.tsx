import type { LiveStep } from '@/features/run-stream'
import { t } from '@/shared/i18n/texts'
import { NoValue } from '../value-panel'
import { usePieces } from './use-pieces'

type LiveTextProps = { runId: string; step: LiveStep }

/** In place of an output that is still being written: as much of it as there is. */
export function LiveText({ runId, step }: LiveTextProps) {
  const isLive = step.newest.finished_at === null
  const written = usePieces(runId, step.node_id, step.iteration, isLive)
  if (!written) return <NoValue>{t('It shows here as soon as the step ends.')}</NoValue>
  return (
    <section aria-label={t('Being written')} aria-busy className="h-full overflow-auto p-4">
      {!written.isWhole && (
        <p className="mb-2 text-ink-3 text-xs">{t('Its beginning is missing.')}</p>
      )}
      <p className="whitespace-pre-wrap break-words">{written.text}</p>
    </section>
  )
}
