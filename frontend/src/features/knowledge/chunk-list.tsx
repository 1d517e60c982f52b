import type { ChunkRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { placeOf } from './document-status'

/** Chunks in their order, each with its place. */
export function ChunkList({ chunks }: { chunks: readonly ChunkRead[] }) {
  return (
    <ol aria-label={t('Chunks')} className="space-y-3">
      {chunks.map((chunk) => (
        <li key={chunk.number} className="rounded-card border border-line p-3">
          <p className="mb-1 text-ink-3 text-xs">
            {chunk.number + 1} · {placeOf(chunk)}
          </p>
          <p className="whitespace-pre-wrap break-words text-sm">{chunk.text}</p>
        </li>
      ))}
    </ol>
  )
}
