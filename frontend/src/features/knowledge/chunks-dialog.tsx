import { useInfiniteQuery } from '@tanstack/react-query'
import type { DocumentRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { ChunkList } from './chunk-list'
import { chunksQuery } from './knowledge-queries'

/** How a document was cut. */
export function ChunksDialog({
  document,
  onClose,
}: {
  document: DocumentRead
  onClose: () => void
}) {
  const query = useInfiniteQuery(chunksQuery(document.base_id, document.id))
  const chunks = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={document.name}
      description={t('Its chunks, as searches find them.')}
    >
      {query.isPending ? (
        <LoadingRows rows={4} label={t('Loading chunks')} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : chunks.length === 0 ? (
        <p className="text-ink-2">{t('There are none: the document has not been read.')}</p>
      ) : (
        <ChunkList chunks={chunks} />
      )}
      <LoadMore query={query} />
    </Dialog>
  )
}
