import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { usePermission } from '@/shared/api/me'
import type { MemoryEntry, MemoryRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { IconButton } from '@/shared/ui/icon-button'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify, notifyError } from '@/shared/ui/toaster'
import { entriesQuery, eraseEntry, memoriesKey } from './memory-queries'

/** What stands under one key: its summary, and what was said, the newest first. */
export function MemoryDialog({ memory, onClose }: { memory: MemoryRead; onClose: () => void }) {
  const query = useInfiniteQuery(entriesQuery(memory.id))
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t('Memory “{name}”', { name: memory.key })}
      footer={<Button onClick={onClose}>{t('Close')}</Button>}
    >
      {memory.summary && (
        <section aria-label={t('Summary')} className="mb-3 rounded-control bg-sunken p-3">
          <h3 className="text-ink-3 text-xs">{t('Summary')}</h3>
          <p className="whitespace-pre-wrap break-words">{memory.summary}</p>
        </section>
      )}
      {query.isPending ? (
        <LoadingRows rows={4} label={t('Loading what was said')} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <>
          <Entries memoryId={memory.id} entries={query.data.pages.flatMap((page) => page.items)} />
          <LoadMore query={query} />
        </>
      )}
    </Dialog>
  )
}

type EntriesProps = { memoryId: string; entries: readonly MemoryEntry[] }

function Entries({ memoryId, entries }: EntriesProps) {
  if (entries.length === 0)
    return <p className="py-6 text-center text-ink-3">{t('Nothing is left in it.')}</p>
  return (
    <ol aria-label={t('Exchanges')} className="divide-y divide-line">
      {entries.map((entry) => (
        <Entry key={entry.id} memoryId={memoryId} entry={entry} />
      ))}
    </ol>
  )
}

function Entry({ memoryId, entry }: { memoryId: string; entry: MemoryEntry }) {
  const queryClient = useQueryClient()
  const mayErase = usePermission('edit')
  const [asks, setAsks] = useState(false)
  const erase = useMutation({
    mutationFn: () => eraseEntry(memoryId, entry.id),
    onSuccess: () => {
      notify(t('Erased what was said'))
      queryClient.invalidateQueries({ queryKey: memoriesKey })
    },
    onError: (error) => notifyError(t('It could not be erased'), error),
  })
  return (
    <li className="space-y-1 py-3">
      <p className="flex items-center gap-2 text-ink-3 text-xs">
        <span>{formatTime(entry.created_at)}</span>
        {entry.run_id && (
          <Link
            to="/runs/$runId"
            params={{ runId: entry.run_id }}
            search={{ step: entry.node_id }}
            className="rounded-chip font-mono underline underline-offset-2"
          >
            {entry.node_id}
          </Link>
        )}
        {entry.is_summarized && <Badge>{t('in the summary')}</Badge>}
        {mayErase &&
          (asks ? (
            <span className="ml-auto flex gap-1">
              <Button size="sm" onClick={() => setAsks(false)}>
                {t('Keep')}
              </Button>
              <Button
                size="sm"
                variant="danger"
                loading={erase.isPending}
                onClick={() => erase.mutate()}
              >
                {entry.is_summarized ? t('Erase, with the summary') : t('Erase')}
              </Button>
            </span>
          ) : (
            <IconButton
              icon={Trash2}
              size="icon-sm"
              className="ml-auto"
              label={t('Erase what was said on {time}', { time: formatTime(entry.created_at) })}
              onClick={() => setAsks(true)}
            />
          ))}
      </p>
      <p className="whitespace-pre-wrap break-words">{entry.asked}</p>
      <p className="whitespace-pre-wrap break-words border-line-strong border-l-2 pl-3 text-ink-2">
        {entry.answered}
      </p>
    </li>
  )
}
