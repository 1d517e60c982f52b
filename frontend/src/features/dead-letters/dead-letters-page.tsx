import { useInfiniteQuery } from '@tanstack/react-query'
import { MailCheck } from 'lucide-react'
import { RunsFrame } from '@/features/runs'
import { WorkflowFilter } from '@/features/workflows'
import type { DeadLetterRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { Segmented } from '@/shared/ui/segmented'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Th } from '@/shared/ui/table'
import { lettersQuery } from './dead-letters-queries'
import { DiscardLetters } from './discard-letters'
import { LETTER_STATUSES, type LetterFilters } from './letter-filters'
import { LetterRow } from './letter-row'

type DeadLettersPageProps = {
  filters: LetterFilters
  onFilters: (filters: LetterFilters) => void
}

const WORDS = { open: 'Open', retried: 'Retried', discarded: 'Discarded' } as const

/** What failed for good, until a person retries or discards it. */
export function DeadLettersPage({ filters, onFilters }: DeadLettersPageProps) {
  const query = useInfiniteQuery(lettersQuery(filters))
  const letters = query.data?.pages.flatMap((page) => page.items) ?? []
  const status = filters.status ?? 'open'
  return (
    <RunsFrame title={t('Dead letters')}>
      <search className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
        <Segmented
          label={t('Which dead letters')}
          value={status}
          onValue={(next) => onFilters({ ...filters, status: next === 'open' ? undefined : next })}
          options={LETTER_STATUSES.map((value) => ({ value, label: t(WORDS[value]) }))}
        />
        <WorkflowFilter
          value={filters.workflow}
          onValue={(workflow) => onFilters({ ...filters, workflow })}
        />
        {status === 'open' && letters.length > 0 && <DiscardAll filters={filters} />}
      </search>
      {query.isPending ? (
        <LoadingRows rows={8} label={t('Loading dead letters')} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <>
          <LetterTable letters={letters} isOpen={status === 'open'} />
          <LoadMore query={query} />
        </>
      )}
    </RunsFrame>
  )
}

function DiscardAll({ filters }: { filters: LetterFilters }) {
  const whose = filters.workflow ? t('of this workflow') : t('of all workflows')
  return (
    <span className="ml-auto">
      <DiscardLetters
        filters={filters}
        title={t('Discard all open dead letters {whose}?', { whose })}
      >
        {t(
          'They leave the list for good, also those further down that are not shown. Their runs stay.',
        )}
      </DiscardLetters>
    </span>
  )
}

type LetterTableProps = { letters: readonly DeadLetterRead[]; isOpen: boolean }

function LetterTable({ letters, isOpen }: LetterTableProps) {
  if (letters.length === 0) {
    return (
      <EmptyState
        icon={MailCheck}
        title={isOpen ? t('Nothing has failed for good.') : t('There are none here.')}
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
