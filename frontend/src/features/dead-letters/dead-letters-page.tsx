import { useInfiniteQuery } from '@tanstack/react-query'
import { MailCheck } from 'lucide-react'
import { RunsFrame } from '@/features/runs'
import type { DeadLetterRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Th } from '@/shared/ui/table'
import { lettersQuery } from './dead-letters-queries'
import { DiscardLetters } from './discard-letters'
import { isNarrow, LetterFilterBar } from './letter-filter-bar'
import type { LetterFilters } from './letter-filters'
import { LetterRow } from './letter-row'

type DeadLettersPageProps = {
  filters: LetterFilters
  onFilters: (filters: LetterFilters) => void
}

/** What failed for good, until a person retries or discards it. */
export function DeadLettersPage({ filters, onFilters }: DeadLettersPageProps) {
  const query = useInfiniteQuery(lettersQuery(filters))
  const letters = query.data?.pages.flatMap((page) => page.items) ?? []
  const status = filters.status ?? 'open'
  return (
    <RunsFrame title={t('Dead letters')}>
      <LetterFilterBar filters={filters} onFilters={onFilters}>
        {status === 'open' && letters.length > 0 && <DiscardAll filters={filters} />}
      </LetterFilterBar>
      {query.isPending ? (
        <LoadingRows rows={8} label={t('Loading dead letters')} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <>
          <LetterTable letters={letters} isAll={status === 'open' && !isNarrow(filters)} />
          <LoadMore query={query} />
        </>
      )}
    </RunsFrame>
  )
}

function DiscardAll({ filters }: { filters: LetterFilters }) {
  const whose = filters.workflow ? t('of this workflow') : t('of all workflows')
  const title = isNarrow(filters)
    ? t('Discard all open dead letters that the filters show?')
    : t('Discard all open dead letters {whose}?', { whose })
  return (
    <span className="ml-auto">
      <DiscardLetters filters={filters} title={title}>
        {t(
          'They leave the list for good, also those further down that are not shown. Their runs stay.',
        )}
      </DiscardLetters>
    </span>
  )
}

type LetterTableProps = { letters: readonly DeadLetterRead[]; isAll: boolean }

function LetterTable({ letters, isAll }: LetterTableProps) {
  if (letters.length === 0) {
    return (
      <EmptyState
        icon={MailCheck}
        title={isAll ? t('Nothing has failed for good.') : t('There are none here.')}
      >
        {t(
          'A run that fails after all attempts, and an event that no run took, waits here until somebody retries or discards it.',
        )}
      </EmptyState>
    )
  }
  return (
    <Table aria-label={t('Dead letters')}>
      <thead>
        <tr>
          <Th className="w-full">{t('What failed')}</Th>
          <Th className="hidden sm:table-cell">{t('At')}</Th>
          <Th>{t('When')}</Th>
          <Th>
            <span className="sr-only">{t('Actions')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {letters.map((letter) => (
          <LetterRow key={letter.id} letter={letter} />
        ))}
      </tbody>
    </Table>
  )
}
