import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { BookHeart, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { usePermission } from '@/shared/api/me'
import type { MemoryRead } from '@/shared/api/types'
import { formatNumber, t } from '@/shared/i18n/texts'
import { useDebounced } from '@/shared/lib/use-debounced'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { IconButton } from '@/shared/ui/icon-button'
import { LoadMore } from '@/shared/ui/load-more'
import { SearchInput } from '@/shared/ui/search-input'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { Ago } from '@/shared/ui/time'
import { notify, notifyError } from '@/shared/ui/toaster'
import { MemoryDialog } from './memory-dialog'
import { eraseMemory, memoriesKey, memoriesQuery } from './memory-queries'

const SEARCH_MS = 250

/** What agents remember, by key; each can be looked into and erased. */
export function MemoryPanel() {
  const [search, setSearch] = useState('')
  const settled = useDebounced(search.trim(), SEARCH_MS)
  const query = useInfiniteQuery(memoriesQuery(settled))
  const [shown, setShown] = useState<MemoryRead | null>(null)
  const [erased, setErased] = useState<MemoryRead | null>(null)
  const memories = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="mx-auto flex max-w-300 flex-col gap-3 p-4">
      <SearchInput label={t('Find a memory by its key')} value={search} onValue={setSearch} />
      {query.isPending ? (
        <LoadingRows rows={6} label={t('Loading memories')} />
      ) : query.isError && memories.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : memories.length === 0 ? (
        <Nothing isSearched={settled !== ''} />
      ) : (
        <>
          <MemoryTable memories={memories} onShow={setShown} onErase={setErased} />
          <LoadMore query={query} />
        </>
      )}
      {shown && <MemoryDialog memory={shown} onClose={() => setShown(null)} />}
      {erased && <EraseDialog memory={erased} onClose={() => setErased(null)} />}
    </div>
  )
}

function Nothing({ isSearched }: { isSearched: boolean }) {
  if (isSearched) return <p className="p-8 text-center text-ink-3">{t('No key has this in it.')}</p>
  return (
    <EmptyState icon={BookHeart} title={t('No agent remembers anything yet.')}>
      {t('An agent whose memory has a key is told of earlier runs with the same key.')}
    </EmptyState>
  )
}

type MemoryTableProps = {
  memories: readonly MemoryRead[]
  onShow: (memory: MemoryRead) => void
  onErase: (memory: MemoryRead) => void
}

function MemoryTable({ memories, onShow, onErase }: MemoryTableProps) {
  const mayErase = usePermission('edit')
  return (
    <div className="relative overflow-x-auto rounded-card border border-line bg-raised">
      <Table aria-label={t('Memories')}>
        <thead>
          <tr>
            <Th className="w-full">{t('Key')}</Th>
            <Th className="text-right">{t('Exchanges')}</Th>
            <Th className="hidden sm:table-cell">{t('Last added to')}</Th>
            <Th>
              <span className="sr-only">{t('Erase')}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {memories.map((memory) => (
            <Tr key={memory.id}>
              <Td className="max-w-0 truncate">
                <button
                  type="button"
                  onClick={() => onShow(memory)}
                  className="rounded-chip font-medium hover:underline"
                >
                  {memory.key}
                </button>
              </Td>
              <Td className="num text-right">{formatNumber(memory.entries)}</Td>
              <Td className="hidden sm:table-cell">
                <Ago at={memory.updated_at} />
              </Td>
              <Td>
                {mayErase && (
                  <IconButton
                    icon={Trash2}
                    size="icon-sm"
                    label={t('Erase {name}', { name: memory.key })}
                    onClick={() => onErase(memory)}
                  />
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function EraseDialog({ memory, onClose }: { memory: MemoryRead; onClose: () => void }) {
  const queryClient = useQueryClient()
  const erase = useMutation({
    mutationFn: () => eraseMemory(memory.id),
    onSuccess: () => {
      notify(t('Erased “{name}”', { name: memory.key }))
      queryClient.invalidateQueries({ queryKey: memoriesKey })
    },
    onError: (error) => notifyError(t('“{name}” could not be erased', { name: memory.key }), error),
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Erase “{name}”?', { name: memory.key })}
      action={t('Erase')}
      danger
      onConfirm={() => erase.mutate()}
    >
      {t('Agents know nothing of it from the next run on. This can’t be undone.')}
    </ConfirmDialog>
  )
}
